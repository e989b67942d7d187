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

it("2. takes the running pod over by the next up", async () => {
  const up = bed.startYard(["up"]);
  await expect.poll(() => up.output, { timeout: 300_000, interval: 200 }).toMatch(/run: pod \w+ runs/);
  await bed.signal("go");
  succeeded("./yard up", await up.done);
  expect((await bed.account.pods()).map((pod) => pod.starts)).toEqual([1]);
  expect(await bed.records("smoke")).toMatchObject([{ status: "succeeded", attempt: 1 }]);
});

it("3. leaves nothing after destroy", async () => {
  succeeded("destroy", await bed.destroy());
  expect(await bed.leftovers()).toEqual([]);
});
