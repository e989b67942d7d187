import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { unlessPassedBefore } from "../../../cli/testing/passed-before.ts";
import type { SourceTree } from "../../../cli/testing/source-tree.ts";
import { type Tally, wholeRun } from "../../../cli/testing/step.ts";

let root: string;
let runs: number;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "passed-"));
  runs = 0;
  await write("seen/a.py", "a = 1\n");
  await write("other.py", "b = 1\n");
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

const whole: Tally = { passed: 3, failed: 0, skipped: [] };

/** What a run of the step counted, and said. */
async function ran(
  tally: Tally = whole,
  more = "image:1",
  variables: Readonly<Record<string, string>> = {},
  part = wholeRun,
) {
  const run = async () => {
    runs += 1;
    return tally;
  };
  const inputs = async (tree: SourceTree) => ({
    files: [...tree.files.keys()].filter((path) => path.startsWith("seen/")),
    more,
  });
  const said: string[] = [];
  const env = { XDG_CACHE_HOME: join(root, "node_modules", "cache"), ...variables };
  const step = unlessPassedBefore({ name: "theirs", parts: "whole", run }, "theirs", inputs);
  const counted = await step.run({ env, root, part, scratch: root, show: (line) => void said.push(line) });
  return { counted, said };
}

it("runs once what sees nothing new, counts it as one check and says so", async () => {
  expect(await ran()).toEqual({ counted: whole, said: [] });
  await write("other.py", "b = 2\n");
  const { counted, said } = await ran();
  expect([runs, counted.passed, said]).toEqual([1, 1, [expect.stringContaining("passed with the same content")]]);
});

interface Change {
  readonly change?: () => Promise<void>;
  readonly image?: string;
  readonly variables?: Readonly<Record<string, string>>;
}
const changes: readonly (readonly [string, Change])[] = [
  ["a file that it sees has changed", { change: () => write("seen/a.py", "a = 2\n") }],
  ["a file that it sees is new", { change: () => write("seen/b.py", "") }],
  ["its image is another one", { image: "image:2" }],
  ["the run is a full one", { variables: { TRAINYARD_FULL: "1" } }],
];

it.each(changes)("runs again when %s", async (_what, { change, image, variables }) => {
  await ran();
  await change?.();
  expect((await ran(whole, image, variables)).counted).toEqual(whole);
  expect(runs).toBe(2);
});

it.each([
  ["has failed", { ...whole, failed: 1 }],
  ["was skipped in part", { ...whole, skipped: ["one: no GPU"] }],
  ["ran nothing", { ...whole, passed: 0 }],
])("runs again what %s", async (_what, tally) => {
  await ran(tally);
  expect((await ran(tally)).counted).toEqual(tally);
  expect(runs).toBe(2);
});

it("knows nothing of the whole by a part of it", async () => {
  await ran(whole, undefined, undefined, { index: 1, count: 2 });
  expect((await ran()).counted).toEqual(whole);
  await ran(whole, undefined, undefined, { index: 1, count: 2 });
  expect(runs).toBe(3);
});
