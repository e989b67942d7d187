import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { knownFiles } from "../../../cli/testing/known-files.ts";
import { type FileResult, PassedFiles } from "../../../cli/testing/passed-files.ts";
import { wholeRun } from "../../../cli/testing/step.ts";

const conformance = "test/local/cluster/conformance.cluster.test.ts";
const ready = "test/local/plugins/ready.cluster.test.ts";
const service = "test/services/service.cluster.test.ts";
const page = "test/services/page.browser.test.ts";
const bedTests = /^test\/local\/.*\.cluster\.test\.ts$/;
const allTests = /\.test\.ts$/;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "passed-"));
  await write("package-lock.json", "{}");
  await write("local/cluster/start.ts", "export const start = 1;\n");
  await write("cli/context.ts", "export const context = 1;\n");
  await write("components/hdfs/plan.ts", "export const plan = 1;\n");
  await write(conformance, 'import { context } from "../../../cli/context.ts";\n');
  await write(ready, "");
  await write("test/support/cluster-setup.ts", "");
  await write(service, 'import { context } from "../../cli/context.ts";\n');
  await write(page, "");
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

function files(variables: Readonly<Record<string, string>> = {}, part = wholeRun, pattern = bedTests) {
  const env = { PATH: join(root, "bin"), XDG_CACHE_HOME: join(root, "node_modules", "cache"), ...variables };
  const given = { env, root, part, scratch: root, show: () => undefined };
  return PassedFiles.among(knownFiles(pattern), given);
}

const ended = (path: string, tests: readonly string[], status = "passed"): FileResult => ({
  ...{ name: join(root, path), status },
  assertionResults: tests.map((one) => ({ status: one })),
});

/** Both files have passed. */
async function passed(): Promise<void> {
  await (await files())?.keep([ended(conformance, ["passed", "passed"]), ended(ready, ["passed"])]);
}

it("knows the files that passed while they saw the same", async () => {
  expect((await files())?.before).toEqual([]);
  await passed();
  await write("components/hdfs/plan.ts", "export const plan = 2;\n");
  expect((await files())?.before).toEqual([conformance, ready]);
});

it("keeps none but those asked for", async () => {
  await (await files())?.keep([ended(service, ["passed"])]);
  expect((await files())?.before).toEqual([]);
});

it.each([
  ["what it starts has changed", "local/cluster/start.ts", [] as string[]],
  ["a package has changed", "package-lock.json", []],
  ["what one of them imports has changed", "cli/context.ts", [ready]],
  ["one of them has changed", ready, []],
  ["something new lies in the bed", "local/cluster/stop.ts", []],
])("asks again when %s", async (_what, path, before) => {
  await passed();
  await write(path, "// new\n");
  expect((await files())?.before).toEqual(before);
});

it.each([
  ["what can be in a program or an image", "components/hdfs/plan.ts", [conformance, ready, page]],
  ["what an image serves", "services/data-api/page/start.js", [conformance, ready]],
  ["what starts the cluster of the tests", "test/support/cluster-setup.ts", [page]],
  ["what is imported", "cli/context.ts", [ready, page]],
  ["the bed", "local/cluster/start.ts", [page]],
  ["another part of the CLI", "cli/cost/report.ts", [conformance, ready, service, page]],
  ["documentation", "components/hdfs/README.md", [conformance, ready, service, page]],
])("asks for the tests that see it when there is a change in %s", async (_where, path, before) => {
  const all = () => files({}, wholeRun, allTests);
  await (await all())?.keep([conformance, ready, service, page].map((one) => ended(one, ["passed"])));
  await write(path, "// new\n");
  expect((await all())?.before.toSorted()).toEqual(before.toSorted());
});

it("does not count a file of full runs alone as a check of others", async () => {
  const full = "test/local/cluster/all.full.cluster.test.ts";
  await write(full, "");
  await (await files({ TRAINYARD_FULL: "1" }))?.keep([ended(full, ["passed"]), ended(ready, ["passed"])]);
  expect((await files())?.before).toEqual([ready]);
});

it("asks again on a machine with another program of those that it drives", async () => {
  await passed();
  await write("bin/containerd", "#!/bin/sh\n");
  await chmod(join(root, "bin", "containerd"), 0o755);
  expect((await files())?.before).toEqual([]);
});

it("asks for all of them in a full run, and in a part of a run", async () => {
  await passed();
  expect((await files({ TRAINYARD_FULL: "1" }))?.before).toEqual([]);
  expect(await files({}, { index: 1, count: 2 })).toBeUndefined();
});

it.each([
  ["failed", ["passed", "failed"], "failed"],
  ["was skipped in part", ["passed", "skipped"], "passed"],
  ["ran no test", [], "passed"],
  ["could not be loaded", ["passed"], "failed"],
])("does not keep a file that %s", async (_what, tests, status) => {
  await (await files())?.keep([ended(ready, tests, status)]);
  expect((await files())?.before).toEqual([]);
});

it("loses no file to a step that ends later", async () => {
  const [one, other] = [await files(), await files()];
  await one?.keep([ended(conformance, ["passed"])]);
  await other?.keep([ended(ready, ["passed"])]);
  expect((await files())?.before).toEqual([conformance, ready]);
});
