import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import { type Context, locate } from "../../cli/context.ts";
import { Output } from "../../cli/output.ts";
import { commandNames, createProgram, globalOptions, registerCommands } from "../../cli/program.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const present = commandNames.filter((name) => existsSync(join(root, "cli", "commands", `${name}.ts`)));

async function programFor(args: readonly string[]) {
  let said = "";
  const sink = { write: (text: string) => void (said += text) };
  const out = new Output({ stdout: sink, stderr: sink, env: {} });
  const program = createProgram({ out, env: {} });
  const context: Context = {
    ...locate(root, {}),
    env: {},
    out,
    options: () => globalOptions(program),
    interrupted: new AbortController().signal,
  };
  await registerCommands(program, context, args);
  return { program, said: () => said };
}

async function helpOf(...args: readonly string[]): Promise<string> {
  const { program, said } = await programFor(args);
  await expect(program.parseAsync([...args, "--help"], { from: "user" })).rejects.toThrow(CommanderError);
  return said();
}

describe("help", () => {
  it.each(present)("shows an example of %s", async (name) => {
    expect(await helpOf(name)).toMatch(new RegExp(`Example:\\n(.*\\n)*.*\\./yard ${name}`));
  });

  it("shows an example of every command below another", async () => {
    const { program } = await programFor([]);
    const below = (command: Command, path: readonly string[]): string[][] =>
      command.commands.flatMap((child) => [[...path, child.name()], ...below(child, [...path, child.name()])]);
    const deep = below(program, []).filter((path) => path.length > 1);
    expect(deep.length).toBeGreaterThan(0);
    for (const path of deep) expect(await helpOf(...path), path.join(" ")).toContain("Example:");
  });

  it("lists the commands where none is named", async () => {
    const help = await helpOf();
    for (const name of present) expect(help).toContain(`\n  ${name} `);
  });
});

describe("the command line", () => {
  it("takes global options before and after the command", async () => {
    for (const args of [
      ["-s", "prod", "--yes", "x"],
      ["x", "--stack", "prod", "--yes"],
    ]) {
      const { program } = await programFor(["doctor"]);
      program.command("x").action(() => undefined);
      await program.parseAsync(args, { from: "user" });
      expect(globalOptions(program)).toEqual({ stack: "prod", yes: true, json: false });
    }
  });

  it("chooses stack dev where none is named", async () => {
    const { program } = await programFor(["doctor"]);
    expect(globalOptions(program).stack).toBe("dev");
  });

  it("takes an empty TRAINYARD_STACK for none", () => {
    const out = new Output({ stdout: { write: () => true }, stderr: { write: () => true }, env: {} });
    expect(globalOptions(createProgram({ out, env: { TRAINYARD_STACK: "" } })).stack).toBe("dev");
    expect(globalOptions(createProgram({ out, env: { TRAINYARD_STACK: "prod" } })).stack).toBe("prod");
  });

  it("loads the one command that is meant, whatever the words after it and the stack are called", async () => {
    for (const args of [
      ["local", "status"],
      ["--json", "-s", "down", "local", "up"],
      ["--stack=up", "local", "down"],
    ]) {
      const { program } = await programFor(args);
      expect(program.commands.map((command) => command.name())).toEqual(["local"]);
    }
  });

  it("refuses an unknown command and an unknown option", async () => {
    for (const args of [["frob"], ["doctor", "--frob"]]) {
      const { program, said } = await programFor(args);
      await expect(program.parseAsync(args, { from: "user" })).rejects.toMatchObject({ exitCode: 1 });
      expect(said()).toContain("error: unknown");
    }
  });
});
