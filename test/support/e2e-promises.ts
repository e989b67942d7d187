import { expect } from "vitest";
import { mostBilledAtOnce } from "./e2e-account.ts";
import { type Bed, succeeded } from "./e2e-bed.ts";

/** How long RunPod may hide a pod from us: so long two may be billed. */
const HIDDEN_MS = 60_000;

/** What holds after any fault: one success at most, one billed pod, money within the cap, and nothing left after destroy. */
export async function keepsItsPromises(bed: Bed, capUsd: number): Promise<void> {
  const records = await bed.records("smoke");
  expect(records.filter((record) => record.status === "succeeded").length).toBeLessThanOrEqual(1);
  const { pods, now } = await bed.account.state();
  expect(mostBilledAtOnce(pods, now, HIDDEN_MS)).toBeLessThanOrEqual(1);
  expect(pods.reduce((sum, pod) => sum + pod.billedUsd, 0)).toBeLessThanOrEqual(capUsd);
  succeeded("destroy", await bed.destroy());
  expect(await bed.leftovers()).toEqual([]);
  expect((await bed.account.state()).bugs).toEqual([]);
}
