import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Bed, succeeded } from "../../support/e2e-bed.ts";
import { type Clone, makeClone } from "../../support/e2e-clone.ts";
import { jobOf, pythonImage, script, stackOf, volume } from "../../support/e2e-stack.ts";

let clone: Clone;
let bed: Bed;
beforeAll(async () => {
  clone = await makeClone();
  bed = await Bed.open(clone, "kill");
  await configure({});
});
afterAll(async () => {
  await bed.close();
  await clone.remove();
});

/** A job that runs until it is told to end. */
const configure = async (change: Readonly<Record<string, unknown>>) => {
  const job = jobOf("smoke", { command: script({ until: "go" }), ...change });
  await bed.configure(stackOf(await pythonImage(), [job], { volume }));
};
const soon = { timeout: 60_000, interval: 200 };
/** Ids of every pod there ever was, with the number of container starts. */
const starts = async () => (await bed.account.pods()).map((pod) => `${pod.name.slice(-2)} ${pod.starts}`);

it("1. stops to act within 10 s after kill -9 of the CLI, while the pod runs on", async () => {
  const up = await bed.startPulumi(["up", "--yes", "--skip-preview"]);
  await bed.running("smoke");
  up.kill("SIGKILL");
  await expect.poll(() => bed.pluginPids(), { timeout: 10_000, interval: 200 }).toEqual([]);
  await bed.account.forgetRequests();
  await sleep(3000);
  const asked = (await bed.account.requests()).filter((request) => !request.path.endsWith("/logs"));
  expect([asked, (await bed.account.livePods()).length]).toEqual([[], 1]);
});

it("2. adopts the same pod by the next ./yard up, which removes the dead lock, and says how to go on after kill -9 of the plugin", async () => {
  const up = bed.startYard(["up"]);
  await expect.poll(() => up.output, soon).toMatch(/removing the lock of process \d+, which is dead/);
  await expect
    .poll(async () => (await bed.account.requests()).some((one) => one.path.endsWith("/logs")), soon)
    .toBe(true);
  const plugins = bed.pluginPids();
  expect(plugins).toHaveLength(1);
  for (const pid of plugins) process.kill(pid, "SIGKILL");
  const { exitCode, output } = await up.done;
  expect([exitCode, output]).toEqual([1, expect.stringMatching(/do: .*\.\/yard up -s \w+ goes on from here/)]);
  expect(await starts()).toEqual(["a1 1"]);
});

it("3. adopts it once more and sees it to its end", async () => {
  const up = bed.startYard(["up"]);
  await expect.poll(() => up.output, soon).toMatch(/looking for earlier attempts|runs/);
  await bed.signal("go");
  succeeded("./yard up", await up.done);
  expect(await starts()).toEqual(["a1 1"]);
  expect(await bed.records("smoke")).toMatchObject([{ status: "succeeded", attempt: 1 }]);
});

it("4. leaves nothing by down after a kill -9 in the middle of a run", async () => {
  await configure({ command: script({ until: "never" }) });
  const up = await bed.startPulumi(["up", "--yes", "--skip-preview"]);
  await expect.poll(async () => (await bed.account.livePods()).length, soon).toBe(1);
  up.kill("SIGKILL");
  succeeded("./yard down", await bed.yard(["down"]));
  const pods = await bed.account.pods().catch(() => []);
  expect(pods.filter((pod) => pod.terminatedAt === null)).toEqual([]);
  expect(await bed.containers()).toEqual([]);
});
