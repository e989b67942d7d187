import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Bed, succeeded } from "../../support/e2e-bed.ts";
import { type Clone, makeClone } from "../../support/e2e-clone.ts";
import { jobOf, pythonImage, script, stackOf, volume } from "../../support/e2e-stack.ts";

let clone: Clone;
let bed: Bed;
beforeAll(async () => {
  clone = await makeClone();
  bed = await Bed.open(clone, "detach");
  const job = jobOf("smoke", { command: script({ until: "go" }) });
  await bed.configure(stackOf(await pythonImage(), [job], { volume }));
});
afterAll(async () => {
  await bed.destroy();
  await bed.close();
  await clone.remove();
});

it("1. leaves the run to itself at the first ^C, and says what to do", async () => {
  const up = bed.startYard(["up"]);
  await bed.running("smoke");
  up.kill("SIGINT");
  const { exitCode, output } = await up.done;
  expect([exitCode, output]).toEqual([130, expect.stringMatching(/do: .*\.\/yard up .*\.\/yard down/)]);
  expect(output).toContain("detached");
  expect(await bed.account.livePods()).toHaveLength(1);
});

it("2. shows the pod to sweep as detached, which ends it only where that is asked for", async () => {
  const left = await bed.yardOk(["sweep", "--yes", "--expect-none"]);
  expect(left.stdout).toMatch(/^ {2}detached .*\$0\.25\/h {2}its run was left running/m);
  const asked = await bed.yard(["sweep", "--detached", "--expect-none"]);
  expect([asked.exitCode, asked.output]).toEqual([
    1,
    expect.stringContaining(`dry run: ./yard sweep -s ${bed.stack} --detached --yes ends 1 pod`),
  ]);
  expect(await bed.account.livePods()).toHaveLength(1);
});

it("3. takes the running pod over by the next up", async () => {
  const up = bed.startYard(["up"]);
  await expect.poll(() => up.output, { timeout: 300_000, interval: 200 }).toMatch(/run: pod \w+ runs/);
  await bed.signal("go");
  succeeded("./yard up", await up.done);
  expect((await bed.account.pods()).map((pod) => pod.starts)).toEqual([1]);
  expect(await bed.records("smoke")).toMatchObject([{ status: "succeeded", attempt: 1 }]);
});

it("4. ends a pod of ours whose run nobody knows any more, after it was shown", async () => {
  await bed.configure(
    stackOf(await pythonImage(), [jobOf("smoke", { command: script({ until: "never" }) })], { volume }),
  );
  const up = bed.startYard(["up"]);
  await expect.poll(async () => (await bed.account.livePods()).length, { timeout: 300_000, interval: 200 }).toBe(1);
  await bed.running("smoke");
  up.kill("SIGINT");
  await up.done;
  await rm(join(bed.home, "runs"), { recursive: true });
  const shown = await bed.yard(["sweep", "--expect-none", "--json"]);
  expect([shown.exitCode, JSON.parse(shown.stdout)]).toMatchObject([1, { pods: [{ standing: "orphan" }], ended: [] }]);
  const swept = await bed.yardOk(["sweep", "--yes"]);
  expect(swept.stdout).toContain("1 ended and proved gone");
  expect(await bed.account.livePods()).toEqual([]);
  await bed.yardOk(["sweep", "--expect-none"]);
});

it("5. leaves nothing after destroy", async () => {
  succeeded("destroy", await bed.destroy());
  expect(await bed.leftovers()).toEqual([]);
});
