import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { contentKeyOfFiles } from "../../local/cache/content-key.ts";
import { publishOnce } from "../../local/cache/publish.ts";
import { buildGo } from "../../local/host/go-build.ts";
import { run } from "../../local/process/run.ts";
import type { Environment, Locations } from "../context.ts";
import { locate } from "../context.ts";
import { type Step, type StepRun, tallyOne } from "./step.ts";

const programPackage = "github.com/rhysd/actionlint/cmd/actionlint";

/** The checker of workflows, built once from exactly the versions of tools/actionlint. Throws a Failure without Go. */
export async function ensureActionlint(
  { root, cache }: Pick<Locations, "root" | "cache">,
  env: Environment,
  progress: (line: string) => void,
): Promise<string> {
  const module = join(root, "tools", "actionlint");
  const key = await contentKeyOfFiles({ "go.mod": join(module, "go.mod"), "go.sum": join(module, "go.sum") });
  const folder = join(cache, "actionlint", `${key}-${process.platform}-${process.arch}`);
  const instead = "leave the workflows to CI";
  const make = (bin: string) =>
    buildGo({ what: "actionlint", module, packages: [programPackage], bin, instead }, env, progress);
  await publishOnce(folder, make);
  return join(folder, "actionlint");
}

/** Workflows of GitHub Actions, judged by actionlint: one check. */
export const actionlintStep: Step = {
  name: "workflows (actionlint)",
  parts: "whole",
  run: async ({ root, env, show }: StepRun) => {
    const program = await ensureActionlint(locate(root, env), env, show);
    const said = await lintWorkflows(program, root, join(root, ".github", "workflows"));
    for (const line of said) show(line);
    return tallyOne(said.length === 0);
  },
};

/** What actionlint finds in a folder of workflows; nothing beside them decides: no shellcheck or pyflakes of this machine. */
export async function lintWorkflows(program: string, root: string, folder: string): Promise<readonly string[]> {
  const files = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const args = ["-no-color", "-oneline", "-shellcheck=", "-pyflakes=", ...files.map((name) => join(folder, name))];
  const { exitCode, stdout, stderr } = await run(program, args, { cwd: root, env: {} });
  const said = `${stdout}\n${stderr}`.trim();
  if (exitCode === 0) return [];
  return said === "" ? [`actionlint ended with code ${exitCode}`] : said.split("\n");
}
