import { PassThrough } from "node:stream";
import type { Engine } from "../engine/index.ts";
import { Failure } from "../failure.ts";
import type { Progress } from "../toolchain/part.ts";

/** One run of a command of ours in the trainer image, on this machine. */
export interface ContainerCommand {
  readonly image: string;
  readonly command: readonly string[];
  /** Host folder by its place in the container. */
  readonly folders: Readonly<Record<string, string>>;
  /** `host` reaches the package mirrors, `none` reaches nothing. */
  readonly network: "host" | "none";
  /** What the person wants of it: "prepare the corpus". */
  readonly purpose: string;
  readonly interrupted: AbortSignal;
  /** Exit codes besides 0 that are answers too. */
  readonly answers?: readonly number[];
}

/** The part of docker-modem that its types leave open. */
interface Demultiplexer {
  demuxStream(from: NodeJS.ReadableStream, stdout: NodeJS.WritableStream, stderr: NodeJS.WritableStream): void;
}

const KEPT_LINES = 20;

/** Runs it to its end, shows its stderr line by line and answers with its stdout. Throws Failure when it exits otherwise. */
export async function runInImage(engine: Engine, wanted: ContainerCommand, progress: Progress): Promise<string> {
  const container = await engine.docker.createContainer({
    Image: wanted.image,
    Cmd: [...wanted.command],
    User: `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`,
    Labels: { "trainyard.tool": "corpus" },
    HostConfig: {
      NetworkMode: wanted.network,
      Binds: Object.entries(wanted.folders).map(([inside, outside]) => `${outside}:${inside}`),
    },
  });
  const end = () => void container.kill().catch(() => undefined);
  wanted.interrupted.addEventListener("abort", end, { once: true });
  try {
    const stream = await container.attach({ stream: true, stdout: true, stderr: true });
    const [out, err] = [new PassThrough(), new PassThrough()];
    (container.modem as Demultiplexer).demuxStream(stream, out, err);
    stream.on("end", () => {
      out.end();
      err.end();
    });
    const said = collect(out);
    const shown = show(err, progress);
    await container.start();
    // A container that was not started yet could not be killed.
    if (wanted.interrupted.aborted) end();
    const { StatusCode: exitCode } = (await container.wait()) as { StatusCode: number };
    const [stdout, lines] = [await said, await shown];
    if (exitCode === 0 || wanted.answers?.includes(exitCode)) return stdout;
    throw new Failure({
      what: `could not ${wanted.purpose}`,
      on: wanted.command.join(" "),
      why: wanted.interrupted.aborted ? "interrupted" : lines.slice(-KEPT_LINES).join("\n") || `exit code ${exitCode}`,
      todo: "mend what it says and run the same command again; finished parts are kept",
    });
  } finally {
    wanted.interrupted.removeEventListener("abort", end);
    await container.remove({ force: true });
  }
}

async function collect(stream: PassThrough): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString("utf8");
}

async function show(stream: PassThrough, progress: Progress): Promise<string[]> {
  const lines: string[] = [];
  let rest = "";
  for await (const piece of stream) {
    const parts = (rest + (piece as Buffer).toString("utf8")).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) {
      lines.push(line);
      progress(line);
    }
  }
  return rest === "" ? lines : [...lines, rest];
}
