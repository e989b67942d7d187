import { Writable } from "node:stream";
import type { KubeApi } from "./api.ts";

/** A container of a pod. */
export interface Place {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** What a command said and how it ended. */
export interface Said {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Status {
  readonly status?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly reason?: string; readonly message?: string }[] };
}

/** What we use of the web socket that @kubernetes/client-node makes. */
interface Line {
  onclose: unknown;
  close(): void;
}

/** Runs a command in a container, as `kubectl exec` does. Throws where it cannot be started or does not end in time. */
export async function execIn(
  api: Pick<KubeApi, "client">,
  { namespace, pod, container }: Place,
  command: readonly string[],
  timeoutSeconds: number,
): Promise<Said> {
  const { Exec } = await import("@kubernetes/client-node/dist/exec.js");
  const exec = new Exec(await api.client());
  const [stdout, stderr] = [new Heard(), new Heard()];
  const ended = Promise.withResolvers<Status>();
  const timer = setTimeout(
    () => ended.reject(new Error(`${command[0] ?? ""} in ${namespace}/${pod} has not ended after ${timeoutSeconds} s`)),
    timeoutSeconds * 1000,
  );
  ended.promise.catch(() => undefined);
  const told = (status: Status): void => ended.resolve(status);
  const words = [...command];
  const line = exec.exec(namespace, pod, container, words, stdout, stderr, null, false, told) as Promise<Line>;
  try {
    const socket = await Promise.race([line, ended.promise.then(() => line)]);
    socket.onclose = () => ended.reject(new Error(`the connection to ${namespace}/${pod} broke`));
    const status = await ended.promise;
    return { exitCode: exitCodeOf(status), stdout: stdout.text, stderr: stderr.text };
  } finally {
    clearTimeout(timer);
    line.then((socket) => socket.close()).catch(() => undefined);
  }
}

/** The status says the exit code of a failure only. Throws where nothing was run at all. */
export function exitCodeOf({ status, message, details }: Status): number {
  if (status === "Success") return 0;
  const code = details?.causes?.find(({ reason }) => reason === "ExitCode")?.message;
  if (code === undefined) throw new Error(message ?? "the command was not started");
  return Number(code);
}

class Heard extends Writable {
  readonly #chunks: Buffer[] = [];

  get text(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }
}
