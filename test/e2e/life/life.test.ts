import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { StackOutputs } from "../../../stacks/outputs.ts";
import { mostBilledAtOnce } from "../../support/e2e-account.ts";
import { Bed, succeeded } from "../../support/e2e-bed.ts";
import { type Clone, makeClone } from "../../support/e2e-clone.ts";
import { jobOf, pythonImage, script, stackOf, volume } from "../../support/e2e-stack.ts";

let clone: Clone;
let bed: Bed;
let image: string;
beforeAll(async () => {
  image = await pythonImage();
  clone = await makeClone();
  bed = await Bed.open(clone, "life");
});
afterAll(async () => {
  await bed.destroy();
  await bed.close();
  await clone.remove();
});

/** The stack with its one job, in which a step changes some fields. */
const configure = (change: Readonly<Record<string, unknown>> = {}) =>
  bed.configure(stackOf(image, [jobOf("smoke", change)], { volume }));
const smoke = async () => (await bed.outputs<StackOutputs>()).jobs["smoke"];

it("1. runs the job to its end and fetches log and results", async () => {
  await configure();
  succeeded("up", await bed.up());
  const job = await smoke();
  expect(job).toMatchObject({ status: "succeeded", exitCode: 0, attempts: 1, gpu: "NVIDIA RTX A4000" });
  expect(job?.metrics).toEqual({ heldOutLoss: 1.5, seed: 42 });
  expect(await readFile(join(job?.artifactsPath ?? "", "said.txt"), "utf8")).toBe("trained");
  expect(await readFile(job?.logsPath ?? "", "utf8")).toContain("trained");
  expect([await bed.account.livePods(), await bed.containers()]).toEqual([[], []]);
  // The CLI went on without the folder of logs that it would have made there.
  expect(await readFile(join(bed.home, "pulumi", "logs"), "utf8")).toContain("TRAINYARD_PULUMI_LOGS=1");
});

it("2. changes nothing by a refresh and by a second up", async () => {
  for (const command of ["refresh", "up"])
    await bed.pulumiOk([command, "--yes", "--skip-preview", "--expect-no-changes"]);
  expect(await bed.account.pods()).toHaveLength(1);
});

it("3. takes a new budget and a new label in place, without a pod", async () => {
  await configure({ maxUsd: 0.6, labels: { team: "khmer" } });
  const { stdout } = succeeded("up", await bed.up());
  expect(stdout).toMatch(/1 updated/);
  expect(await bed.account.pods()).toHaveLength(1);
});

it("4. makes a changed command another run, never with two billed pods, and keeps the old run's files", async () => {
  const before = await bed.runFolders("smoke");
  await configure({ command: script({ says: "again" }), seed: 7 });
  const { stdout } = succeeded("up", await bed.up());
  expect(stdout).toMatch(/1 replaced/);
  const { pods, now } = await bed.account.state();
  expect(pods).toHaveLength(2);
  expect(mostBilledAtOnce(pods, now)).toBe(1);
  expect((await smoke())?.metrics).toEqual({ heldOutLoss: 1.5, seed: 7 });
  const [old = ""] = before;
  expect(await readFile(join(old, "artifacts", "said.txt"), "utf8")).toBe("trained");
  expect(await readFile(join(old, "container.log"), "utf8")).toContain("trained");
  expect(await bed.runFolders("smoke")).toHaveLength(2);
});

it("5. says how a command failed, leaves no pod, and goes on with the next attempt under the same cap", async () => {
  await configure({ command: script({ says: "broken", exitCode: 1 }) });
  const first = await bed.up();
  expect(first.exitCode).not.toBe(0);
  expect(first.output).toMatch(/the command failed: exit code 1; read .*container\.log/);
  expect(await bed.account.livePods()).toEqual([]);
  const [failed] = (await bed.records("smoke")).slice(2);
  expect(failed).toMatchObject({ status: "failed", exitCode: 1, attempt: 1 });
  const second = await bed.up();
  expect(second.exitCode).not.toBe(0);
  const attempts = (await bed.records("smoke")).slice(2);
  expect(attempts).toMatchObject([{ attempt: 1 }, { status: "failed", exitCode: 1, attempt: 2 }]);
  expect(attempts.reduce((sum, record) => sum + record.spentUsd, 0)).toBeLessThanOrEqual(0.5);
  const { pods, now } = await bed.account.state();
  const names = pods.slice(2).map((pod) => pod.name.replace(/^.*-/, ""));
  expect(names).toEqual(["a1", "a2"]);
  expect(mostBilledAtOnce(pods, now)).toBe(1);
});

it("6. leaves nothing behind after destroy, and keeps every run's files", async () => {
  succeeded("destroy", await bed.destroy());
  expect(await bed.leftovers()).toEqual([]);
  expect((await bed.account.state()).bugs).toEqual([]);
  expect(await readdir(join(bed.home, "runs", "smoke"))).toHaveLength(4);
});
