import { dirname } from "node:path";
import { CommanderError } from "commander";
import { type Context, locate } from "./context.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";
import { describeThrown } from "./failure.ts";
import { Output } from "./output.ts";
import { createProgram, globalOptions, registerCommands } from "./program.ts";

/** Runs one command line and answers with the exit code of the process. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  const env = process.env;
  const out = new Output({ stdout: process.stdout, stderr: process.stderr, env });
  out.json = args.includes("--json");
  const program = createProgram({ out, env });
  const context: Context = {
    ...locate(dirname(import.meta.dirname), env),
    env,
    out,
    options: () => globalOptions(program),
    interrupted: firstInterrupt(),
  };
  try {
    await registerCommands(program, context, args);
    await program.parseAsync([...args], { from: "user" });
    return context.interrupted.aborted ? exitCodes.interrupted : exitCodes.ok;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    const { text, exitCode, stack } = describeThrown(thrown);
    out.failure(text);
    if (stack !== undefined && env["TRAINYARD_DEBUG"] !== undefined) out.progress(stack);
    return context.interrupted.aborted ? exitCodes.interrupted : exitCode;
  }
}

/** The first ^C or SIGTERM asks, the second ends the process at once. */
function firstInterrupt(): AbortSignal {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return controller.signal;
}

process.exitCode = await main(process.argv.slice(2));
setTimeout(() => process.exit(), 1000).unref(); // an idle connection to the engine keeps nobody waiting
