import { spentUsd } from "../../lib/cost/spend.ts";
import { diskUsdPerHour } from "../../lib/cost/storage.ts";
import type { Pod } from "../service.ts";
import { knownPrice } from "./attempt.ts";
import { isOver, type RunRecord, timeText } from "./record.ts";
import { RunFolder } from "./run-folder.ts";
import { saveLogs } from "./save-logs.ts";
import { endPod } from "./terminate.ts";
import type { Keeping, Reach } from "./world.ts";

/**
 * Ends a pod that no resource answers for, and proves it gone. Where its run is kept here, its log is read to the end first
 * and its record is closed. Throws JobError (`not-gone`).
 */
export async function endStray(pod: Pod, record: RunRecord | undefined, world: Keeping & Reach): Promise<void> {
  const folder = record === undefined ? undefined : await RunFolder.open(world, record, record.attempt);
  const known = folder !== undefined && folder.record.podIds.includes(pod.id);
  if (known) await saveLogs({ world, folder }, pod.id);
  await endPod(world, { podId: pod.id, visibleByMs: 0 });
  if (!known || folder.record.provedGoneAt !== null) return;
  const now = world.clock.now();
  const { createSentAt, createdAt, hourlyUsd, extrasUsd, spentUsd: spentBefore } = folder.record;
  const sinceMs = Date.parse(createSentAt ?? createdAt ?? timeText(now));
  // Its plan is not known here, so the disk is read from the pod.
  const hourUsd = Math.max(hourlyUsd ?? 0, knownPrice(pod) ?? 0) + diskUsdPerHour(pod.disk ?? 0);
  const over = isOver(folder.record);
  await folder.save({
    ...(over ? {} : { status: "cancelled", reason: "ended", finishedAt: timeText(now) }),
    terminatedAt: folder.record.terminatedAt ?? timeText(now),
    provedGoneAt: timeText(now),
    spentUsd: Math.max(spentBefore, extrasUsd + spentUsd((now - sinceMs) / 1000, hourUsd)),
  });
  await folder.phase(over ? "done" : "failed", `pod ${pod.id} was ended from outside the run and is proved gone`);
}
