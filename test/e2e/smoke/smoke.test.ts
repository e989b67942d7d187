import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { Bed, succeeded } from "../../support/e2e-bed.ts";
import { type Clone, makeClone } from "../../support/e2e-clone.ts";
import { Running } from "../../support/e2e-process.ts";

const metricsShape = z.looseObject({
  steps: z.number(),
  heldOutLoss: z.number(),
  untrainedLoss: z.number(),
  unigramLoss: z.number(),
});

let clone: Clone;
let bed: Bed;
beforeAll(async () => {
  clone = await makeClone();
  bed = await Bed.open(clone, "dev");
});
afterAll(async () => {
  await bed.destroy();
  await bed.close();
  await clone.remove();
});

async function git(...args: string[]): Promise<string> {
  const author = ["-c", "user.name=test", "-c", "user.email=test@example.invalid"];
  return succeeded("git", await new Running("git", [...author, ...args], { cwd: bed.root, env: process.env }).done)
    .stdout;
}

it("1. trains the model of the committed dev stack by one ./yard up, and reports it", async () => {
  await git("init", "--quiet");
  await git("add", ".");
  await git("commit", "--quiet", "-m", "as committed");
  const { stdout } = await bed.yardOk(["up"]);
  expect(stdout).toMatch(/held-out/i);
  expect(stdout).toMatch(/\$\d+\.\d+/);
  const [record] = await bed.records("khmer-smoke");
  expect(record).toMatchObject({ status: "succeeded", exitCode: 0 });
  const metrics = metricsShape.parse(
    JSON.parse(await readFile(join(record?.artifactsPath ?? "", "metrics.json"), "utf8")),
  );
  expect(metrics.steps).toBeGreaterThanOrEqual(100);
  expect(metrics.heldOutLoss).toBeLessThan(Math.min(metrics.untrainedLoss, metrics.unigramLoss));
  expect(await bed.account.livePods()).toEqual([]);
});

it("2. changes nothing by a second ./yard up", async () => {
  const { stdout } = await bed.yardOk(["up"]);
  expect(stdout).toContain("nothing changes");
  expect(await bed.account.pods()).toHaveLength(1);
});

it("3. leaves nothing by ./yard down, and a clean work tree", async () => {
  await bed.yardOk(["down"]);
  expect(await bed.containers()).toEqual([]);
  expect((await git("status", "--porcelain")).trim()).toBe("");
});
