import { copyFile, mkdir, rename } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { locate } from "../context.ts";
import { runNode } from "./run-node.ts";
import { SourceTree } from "./source-tree.ts";
import { isFull, type Step, type StepRun, tallyOne } from "./step.ts";
import { Verdicts } from "./verdicts.ts";

/** A tool that passes or fails as a whole: one check. Answers with what it said, and shows that where it failed. */
async function runTool({ root, env, show }: StepRun, packageBin: string, args: readonly string[]) {
  const program = join(root, "node_modules", ...packageBin.split("/"));
  const { exitCode, stdout, stderr } = await runNode([program, ...args], "behind", { cwd: root, env });
  const said = `${stdout}\n${stderr}`.trim();
  if (exitCode !== 0) for (const line of said.split("\n")) show(line);
  return { exitCode, said };
}

/** tsc, which knows by its own record (`buildInfo`) what it has checked before; the record of another clone will do. */
function typesStep(name: string, buildInfo: string, args: readonly string[]): Step {
  return {
    name,
    parts: "whole",
    run: async (step) => {
      const own = join(step.root, "node_modules", ".cache", "tsc", buildInfo);
      const shared = join(locate(step.root, step.env).cache, "tsc", buildInfo);
      if (!existsSync(own) && existsSync(shared) && !isFull(step.env)) await copyOnce(shared, own);
      const ok = (await runTool(step, "typescript/bin/tsc", args)).exitCode === 0;
      if (ok && existsSync(own)) await copyOnce(own, shared);
      return tallyOne(ok);
    },
  };
}

async function copyOnce(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const aside = `${to}.${process.pid}`;
  await copyFile(from, aside);
  await rename(aside, to);
}

/** A tool that judges file by file. */
export interface Judge {
  readonly name: string;
  readonly packageBin: string;
  readonly args: readonly string[];
  readonly judges: (path: string) => boolean;
  /** Files on which every verdict depends, beside what `reach` says of each. */
  readonly settings: (path: string, text: string) => boolean;
  readonly reach: (tree: SourceTree, path: string) => readonly string[] | Promise<readonly string[]>;
}

/** Shows the judge what it has not passed before with the same content all around; in a full run, everything. */
export function judgeStep(judge: Judge): Step {
  return {
    name: judge.name,
    parts: "whole",
    run: async (step) => {
      const tree = await SourceTree.read(step.root);
      const passed = await Verdicts.of(judge.packageBin.split("/")[0] ?? "", step);
      const keys = await keysOf(judge, tree);
      const open = [...keys].filter(([, key]) => !passed.has(key)).map(([path]) => path);
      if (open.length < keys.size)
        step.show(`${open.length} of ${keys.size} files are new to it: the others passed with the same content`);
      const { exitCode, said } =
        open.length === 0 ? { exitCode: 0, said: "" } : await runTool(step, judge.packageBin, [...judge.args, ...open]);
      const isBad = badOf(open, exitCode, said);
      await passed.keep([...keys].filter(([path]) => !isBad.has(path)).map(([, key]) => key));
      return tallyOne(exitCode === 0);
    },
  };
}

/** Of what a tool was shown, all that it named where it told of problems (1), and everything where it fell over. */
function badOf(shown: readonly string[], exitCode: number, said: string): ReadonlySet<string> {
  const named = shown.filter((path) => said.includes(path));
  return new Set(exitCode === 0 ? [] : exitCode === 1 && named.length > 0 ? named : shown);
}

async function keysOf(judge: Judge, tree: SourceTree): Promise<Map<string, string>> {
  const files = [...tree.files.values()];
  const settings = files.filter(({ path, text }) => judge.settings(path, text)).map(({ path }) => path);
  const common = tree.keyOf(settings, [process.version, judge.packageBin, ...judge.args].join(" "));
  const keys = new Map<string, string>();
  for (const { path } of files.filter((file) => judge.judges(file.path)))
    keys.set(path, tree.keyOf(await judge.reach(tree, path), `${common} ${path}`));
  return keys;
}

/** What no module imports and all modules see. */
const isAmbient = (path: string, text: string): boolean =>
  path.endsWith(".d.ts") || (path.endsWith(".ts") && /\bdeclare (global|module)\b/.test(text));
const packages = new Set(["package.json", "package-lock.json"]);

/** By types too, so that a verdict holds while nothing changes that a file imports, directly or not. */
export const lint: Judge = {
  name: "lint (eslint)",
  packageBin: "eslint/bin/eslint.js",
  args: ["--no-warn-ignored"],
  judges: (path) => /\.[cm]?[jt]s$/.test(path),
  settings: (path, text) =>
    packages.has(path) ||
    /(^|\/)tsconfig[^/]*\.json$/.test(path) ||
    path === "eslint.config.js" ||
    isAmbient(path, text),
  reach: (tree, path) => tree.reach(path),
};

export const format: Judge = {
  name: "format (prettier)",
  packageBin: "prettier/bin/prettier.cjs",
  args: ["--check", "--log-level=warn", "--ignore-unknown"],
  judges: () => true,
  settings: (path) =>
    packages.has(path) || /(^|\/)\.(prettierrc[^/]*|prettierignore|gitignore|editorconfig)$/.test(path),
  reach: (_tree, path) => [path],
};

/** Types, those of the data API's page by its own settings, lint and format of the whole repository. */
export const toolSteps: readonly Step[] = [
  typesStep("types (tsc)", "tsbuildinfo", ["--noEmit"]),
  typesStep("types of the page (tsc)", "page-tsbuildinfo", ["--noEmit", "-p", "services/data-api/page"]),
  judgeStep(lint),
  judgeStep(format),
];
