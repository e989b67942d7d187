import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import packageJson from "../package.json" with { type: "json" };
import type { Context, GlobalOptions } from "./context.ts";

/** The commands, in the order of the help text. Each is a module `cli/commands/<name>.ts` that exports `register`. */
export const commandNames = [
  "up",
  "preview",
  "review",
  "drift",
  "promote",
  "rollback",
  "down",
  "test",
  "status",
  "jobs",
  "logs",
  "sweep",
  "cost",
  "bench",
  "doctor",
  "images",
  "local",
  "kubeconfig",
] as const;

/** What a module in `cli/commands/` exports: it adds its command, options, example and action to `program`. */
export type Register = (program: Command, context: Context) => void;

/** An empty program with the global options; errors are thrown, not printed, and nothing exits the process. */
export function createProgram(context: Pick<Context, "out" | "env">): Command {
  return new Command("./yard")
    .description("Trainyard: from an empty machine to a trained model, with nothing left running")
    .option("-s, --stack <name>", "Pulumi stack", context.env["TRAINYARD_STACK"] || "dev")
    .option("--json", "one JSON document on stdout, everything else on stderr", false)
    .option("--yes", "do not ask; needed for real accounts when nobody can be asked", false)
    .version(packageJson.version, "--version", "print the version")
    .configureOutput({
      writeOut: (text) => context.out.text(text.trimEnd()),
      writeErr: (text) => context.out.progress(text.trimEnd()),
      getOutHasColors: () => context.out.colors.isColorSupported,
      getErrHasColors: () => context.out.colors.isColorSupported,
    })
    .showHelpAfterError("(./yard --help shows the commands)")
    .exitOverride();
}

/** The global options, wherever on the command line they stood. */
export function globalOptions(program: Command): GlobalOptions {
  const { stack, json, yes } = program.opts<GlobalOptions>();
  return { stack, json, yes };
}

/** Adds an example to the help of a command: one line for each, as a person would type it. */
export function withExample(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText("after", `\nExample:\n${lines.map((line) => `  ${line}`).join("\n")}`);
}

/** Loads the command that `args` names, or all of them where none is named (help, typing errors). */
export async function registerCommands(program: Command, context: Context, args: readonly string[]): Promise<void> {
  const named = commandOf(args);
  for (const name of commandNames.filter((each) => named === undefined || each === named)) {
    const file = join(context.root, "cli", "commands", `${name}.ts`);
    if (!existsSync(file)) continue;
    const module = (await import(pathToFileURL(file).href)) as { register: Register };
    module.register(program, context);
  }
}

/** The command on a command line: its first word that is neither an option nor the name of a stack. */
function commandOf(args: readonly string[]): string | undefined {
  const word = args.find((arg, at) => !arg.startsWith("-") && !["-s", "--stack"].includes(args[at - 1] ?? ""));
  return commandNames.find((name) => name === word);
}
