import { spawn } from "node:child_process";
import { Failure } from "./failure.ts";

export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment of the child. @default that of this process */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Text for the child's standard input. @default none (closed) */
  readonly input?: string;
  /** Gets every line of stdout and stderr as it comes. */
  readonly onLine?: (line: string, from: "stdout" | "stderr") => void;
  /** Ends the child (SIGTERM, and SIGKILL five seconds later). */
  readonly signal?: AbortSignal;
  readonly timeoutSeconds?: number;
}

export interface RunResult {
  /** Exit code; 127 when the program does not exist, 128 + n after signal n. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end and answers with what it said; never rejects because of the program. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    const said = { stdout: "", stderr: "" };
    const end = () => {
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), 5000).unref();
    };
    const timer = options.timeoutSeconds === undefined ? undefined : setTimeout(end, options.timeoutSeconds * 1000);
    options.signal?.addEventListener("abort", end, { once: true });
    if (options.signal?.aborted === true) end();
    const finish = (exitCode: number) => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", end);
      resolve({ exitCode, ...said });
    };
    for (const from of ["stdout", "stderr"] as const) {
      const onLine = lines((line) => options.onLine?.(line, from));
      child[from]?.setEncoding("utf8").on("data", (text: string) => {
        said[from] += text;
        onLine(text);
      });
    }
    child.on("error", (error: NodeJS.ErrnoException) => {
      said.stderr += error.message;
      finish(error.code === "ENOENT" ? 127 : 126);
    });
    child.on("close", (code, signal) => finish(code ?? 128 + signalNumber(signal)));
    child.stdin?.on("error", () => undefined).end(options.input);
  });
}

/** Runs a program and throws a Failure with the end of its output unless it succeeds. */
export async function runOrFail(
  what: string,
  todo: string,
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const result = await run(command, args, options);
  if (result.exitCode === 0) return result;
  const why = lastLines(`${result.stdout}\n${result.stderr}`, 12);
  throw new Failure({
    what,
    on: [command, ...args].join(" ").slice(0, 300),
    why: `exit code ${result.exitCode}\n${why}`,
    todo,
  });
}

/** The last `count` lines that say something. */
export function lastLines(text: string, count: number): string {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-count)
    .join("\n");
}

/** A consumer of chunks that calls `onLine` for each full line. */
export function lines(onLine: (line: string) => void): (chunk: string) => void {
  let rest = "";
  return (chunk) => {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) onLine(part);
  };
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal === "SIGINT" ? 2 : signal === "SIGTERM" ? 15 : 9;
}
