import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { wholeRun } from "../../../cli/testing/step.ts";
import { format, type Judge, judgeStep, lint } from "../../../cli/testing/tools.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "judged-"));
  await write("node_modules/judge/bin.cjs", judge);
  await write("kept/a.ts", 'import { b } from "./b.ts";\nexport const a = b;\n');
  await write("kept/b.ts", 'export type { C } from "../c.ts";\nexport const b = 1;\n');
  await write("c.ts", "export type C = 1;\n");
  await write("d.ts", 'export const d = () => import("./kept/a.ts");\n');
  await write("package.json", "{}");
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Writes down which files it was shown; a file with the word `wrong` fails it, `fall` ends it, `silent` is not named. */
const judge = `
  const { appendFileSync, readFileSync } = require("node:fs");
  const files = process.argv.slice(3);
  appendFileSync("node_modules/shown", files.join(" ") + "\\n");
  const having = (word) => files.filter((file) => readFileSync(file, "utf8").includes(word));
  const bad = having("wrong");
  if (bad.length > 0) console.log(bad.join(" ") + " is wrong");
  process.exitCode = having("fall").length > 0 ? 2 : bad.length + having("silent").length > 0 ? 1 : 0;
`;
const program = { packageBin: "judge/bin.cjs", args: ["--strict"] };

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

/** What a run of the judge showed it, and said. */
async function judged(which: Judge = lint, variables: Readonly<Record<string, string>> = {}) {
  await rm(join(root, "node_modules", "shown"), { force: true });
  const said: string[] = [];
  const env = { XDG_CACHE_HOME: join(root, "node_modules", "cache"), ...variables };
  const step = judgeStep({ ...which, ...program });
  const { passed } = await step.run({ env, root, part: wholeRun, scratch: root, show: (line) => void said.push(line) });
  const shown = await readFile(join(root, "node_modules", "shown"), "utf8").catch(() => "");
  return { passed, said, shown: shown.trim().split(" ").filter(Boolean) };
}

const all = ["c.ts", "d.ts", "kept/a.ts", "kept/b.ts"];

it("shows a linter each file once, and all of them in a full run", async () => {
  expect(await judged()).toEqual({ passed: 1, said: [], shown: all });
  expect(await judged()).toMatchObject({ passed: 1, said: [expect.stringContaining("0 of 4 files")], shown: [] });
  expect((await judged(lint, { TRAINYARD_FULL: "1" })).shown).toEqual(all);
});

it("shows a linter a file again when what it imports has changed, directly or not, as types or later", async () => {
  await judged();
  await write("c.ts", "export type C = 2;\n");
  expect((await judged()).shown).toEqual(all);
  await write("kept/a.ts", 'import { b } from "./b.ts";\nexport const a = b + 1;\n');
  expect((await judged()).shown).toEqual(["d.ts", "kept/a.ts"]);
  await write("d.ts", 'import "./kept/new.ts";\n');
  await judged();
  await write("kept/new.ts", "export {};\n");
  expect((await judged()).shown).toEqual(["d.ts", "kept/new.ts"]);
});

it.each([
  ["a package", "package-lock.json", "{}"],
  ["a setting of types", "kept/tsconfig.json", "{}"],
  ["its own settings", "eslint.config.js", "export default [];"],
  ["what every module sees", "kept/global.ts", "declare global { var x: 1 }\nexport {};\n"],
])("shows a linter everything again when %s has changed", async (_what, path, text) => {
  await judged();
  await write(path, text);
  expect((await judged()).shown).toEqual(expect.arrayContaining(all));
});

it("shows a formatter what has changed, and nothing because of it", async () => {
  expect((await judged(format)).shown).toEqual(["c.ts", "d.ts", "kept/a.ts", "kept/b.ts", "package.json"]);
  await write("c.ts", "export type C = 2;\n");
  expect((await judged(format)).shown).toEqual(["c.ts"]);
  await write(".prettierrc.json", "{}");
  expect((await judged(format)).shown).toHaveLength(6);
});

it("shows again what failed, and only that", async () => {
  await write("d.ts", "wrong\n");
  expect(await judged()).toMatchObject({ passed: 0, said: ["d.ts is wrong"], shown: all });
  expect(await judged()).toMatchObject({ passed: 0, shown: ["d.ts"] });
  await write("d.ts", "export {};\n");
  expect(await judged()).toMatchObject({ passed: 1, shown: ["d.ts"] });
});

it.each([
  ["fell over", "fall\n"],
  ["named no file", "silent\n"],
])("keeps no verdict of a tool that %s", async (_how, text) => {
  await write("d.ts", text);
  expect(await judged()).toMatchObject({ passed: 0, shown: all });
  expect(await judged()).toMatchObject({ passed: 0, shown: all });
});
