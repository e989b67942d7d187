import { dirname } from "node:path";
import { CommanderError } from "commander";
import { type Context, type Environment, locate } from "./context.ts";
import { exitCodes } from "./exit-codes.ts";
import { describeThrown, Failure } from "./failure.ts";
import { Output } from "./output.ts";
import { createProgram, globalOptions, registerCommands } from "./program.ts";

/** Runs one command line and answers with the exit code of the process. */
export async function main(args: readonly string[]): Promise<number> {
  const env = process.env;
  const out = new Output({ stdout: process.stdout, stderr: process.stderr, env });
  out.json = args.includes("--json");
  outliveReaders(out);
  const program = createProgram({ out, env });
  const context: Context = {
    ...locate(dirname(import.meta.dirname), env),
    env,
    out,
    options: () => globalOptions(program),
    interrupted: firstInterrupt(env),
  };
  try {
    await registerCommands(program, context, args);
    await program.parseAsync([...args], { from: "user" });
    await new Promise((resolve) => setImmediate(resolve)); // a write that failed says so by now
    if (out.lost !== undefined) throw unwritten(out.lost);
    return context.interrupted.aborted ? exitCodes.interrupted : exitCodes.ok;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return usage(thrown, out);
    const { text, exitCode, stack } = describeThrown(thrown);
    out.failure(text);
    if (stack !== undefined && env["TRAINYARD_DEBUG"] !== undefined) out.progress(stack);
    return context.interrupted.aborted ? exitCodes.interrupted : exitCode;
  }
}

/** The work is done, and whoever wants its result has not got it. */
function unwritten(why: string): Failure {
  const todo = "make room where it is written to, then run it again for its result";
  return new Failure({ what: "the result could not be written", on: "standard output", why, todo });
}

/** Help and version end well; everything else that the parser throws is a wrong command line, which it has printed. */
function usage(thrown: CommanderError, out: Output): number {
  if (thrown.exitCode === 0 || thrown.code === "commander.help") return exitCodes.ok;
  const why = thrown.message.replace(/^error: /, "");
  out.document({ error: { what: "the command line is wrong", on: "./yard", why, todo: "see ./yard --help" } });
  return exitCodes.usage;
}

/** The first ^C, SIGTERM or end of the terminal (unless nohup said that it does not count) asks, the second ends the process at once. */
function firstInterrupt(env: Environment): AbortSignal {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, onSignal);
  process.on("SIGHUP", env["TRAINYARD_NOHUP"] === "1" ? () => undefined : onSignal); // Node.js forgets what was ignored
  return controller.signal;
}

/**
 * Whoever read along has gone, as `head` does and a terminal that is closed, or the disk of a log is full: the work goes on to its
 * end, unheard, and nothing is left half done.
 */
function outliveReaders(out: Output): void {
  process.stderr.on("error", () => undefined);
  process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    if (code === "EPIPE" || code === "EIO") out.readerGone = true;
    else out.lost ??= message;
  });
}

const exitCode = await main(process.argv.slice(2));
if (exitCode !== exitCodes.ok) process.exitCode = exitCode; // else what the command itself has set
setTimeout(() => process.exit(), 1000).unref(); // an idle connection to the engine keeps nobody waiting
