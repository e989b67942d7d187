import type Docker from "dockerode";
import { engineStatus } from "./engine.ts";

/** One message of the engine while it pulls. */
export interface PullMessage {
  readonly status?: string;
  readonly id?: string;
  readonly error?: string;
}

const BAR = /^(Downloading|Extracting|Waiting|Verifying Checksum)/;

/** The lines of a pull's messages that are worth a log line: no bars, nothing twice. Pure but for what it has seen. */
export function pullLines(): (message: PullMessage) => string | undefined {
  const seen = new Set<string>();
  return ({ status, id, error }) => {
    const text = error ?? status ?? "";
    const line = id === undefined ? text : `${id}: ${text}`;
    if (text === "" || BAR.test(text) || seen.has(line)) return undefined;
    seen.add(line);
    return line;
  };
}

async function isStored(docker: Docker, image: string): Promise<boolean> {
  try {
    await docker.getImage(image).inspect();
    return true;
  } catch (error) {
    if (engineStatus(error) === 404) return false;
    throw error;
  }
}

/**
 * Sees to it that the engine has `image`: an image of its store is taken as it is, else it is pulled. `log` gets what a user
 * of RunPod sees as `system` lines. Rejects with the engine's reason, or when `signal` aborts.
 */
export async function ensureImage(
  docker: Docker,
  want: { image: string; registry: { username: string; password: string } | undefined; signal: AbortSignal },
  log: (line: string) => void,
): Promise<void> {
  if (await isStored(docker, want.image)) return;
  const { registry, signal } = want;
  const options = { abortSignal: signal, platform: "linux/amd64" };
  const stream = await docker.pull(want.image, registry === undefined ? options : { ...options, authconfig: registry });
  const lineOf = pullLines();
  const failure = await followed(docker, stream, { signal, onMessage: (message) => emit(lineOf(message), log) });
  if (failure !== undefined) throw new Error(failure);
  if (!(await isStored(docker, want.image))) throw new Error("the pull ended before the image was complete");
}

function emit(line: string | undefined, log: (line: string) => void): void {
  if (line !== undefined) log(line);
}

/** Resolves at the end of the stream with the error that the engine told in it, if any. */
function followed(
  docker: Docker,
  stream: NodeJS.ReadableStream,
  on: { signal: AbortSignal; onMessage: (message: PullMessage) => void },
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let failure: string | undefined;
    const aborted = () => reject(new Error("the pull was given up"));
    on.signal.addEventListener("abort", aborted, { once: true });
    const finished = (error: Error | null) => {
      on.signal.removeEventListener("abort", aborted);
      if (error === null) resolve(failure);
      else reject(error);
    };
    docker.modem.followProgress(stream, finished, (message: PullMessage) => {
      failure = message.error ?? failure;
      on.onMessage(message);
    });
  });
}
