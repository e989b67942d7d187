import { RunpodError } from "../failures.ts";
import type { RunFolder } from "./run-folder.ts";
import { timing } from "./timing.ts";
import type { World } from "./world.ts";

/** Reads the bill of every attempt that has none yet, and keeps what landed. True when none is missing. */
export async function readBills(world: World, folders: readonly RunFolder[]): Promise<boolean> {
  let complete = true;
  for (const folder of folders) {
    const { record } = folder;
    if (record.billedUsd !== null || record.createSentAt === null || record.podIds.length === 0) continue;
    const bills = await bill(world, record.podIds, new Date(record.createSentAt));
    if (bills === undefined) complete = false;
    else await folder.save({ billedUsd: bills });
  }
  return complete;
}

/** Waits for the bill at most `waitSeconds`. RunPod's lands minutes to an hour late, so that waiting is for those who can. */
export async function awaitBills(world: World, folders: readonly RunFolder[], waitSeconds: number): Promise<boolean> {
  const end = world.clock.now() + waitSeconds * 1000;
  for (;;) {
    if (await readBills(world, folders)) return true;
    const left = end - world.clock.now();
    if (left <= 0) return false;
    await world.clock.sleep(Math.min(timing.billLookMs, left));
  }
}

async function bill(world: World, podIds: readonly string[], since: Date): Promise<number | undefined> {
  let sum = 0;
  for (const id of podIds) {
    try {
      const { usd, landed } = await world.service.billedUsd(id, since);
      if (!landed) return undefined;
      sum += usd;
    } catch (error) {
      if (!(error instanceof RunpodError)) throw error;
      return undefined;
    }
  }
  return sum;
}
