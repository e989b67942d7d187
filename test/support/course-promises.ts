import { expect } from "vitest";
import { JobError } from "../../components/runpod/run/outcome.ts";
import type { Course } from "./course.ts";
import type { Schedule } from "./schedules.ts";

/** Seconds for which RunPod kept us from ending pods: refusals, and each struck request with the pause that followed. */
function keptFromSeconds(schedule: Schedule, { yard }: Course): number {
  const struck = yard.emulator.core
    .requests()
    .filter((entry) => entry.fault !== undefined && entry.path.startsWith("/v2/pods"));
  return (schedule.refused?.seconds ?? 0) + struck.length * 45;
}

function spentOnPods({ yard }: Course): number {
  return yard.emulator.core.pods().reduce((sum, pod) => sum + yard.emulator.core.billed(pod.id).usd, 0);
}

/** A pod that never starts has no supervisor, so nobody ends it while every controller is dead: what that costs, at its own price. */
function headlessUsd(schedule: Schedule, course: Course): number {
  const { yard, job } = course;
  const headless = yard.emulator.core.pods().some((pod) => pod.starts === 0);
  const diskUsdPerHour = job.ceilingUsdPerHour - job.maxUsdPerHour;
  const usdPerHour = Math.max(job.maxUsdPerHour, schedule.usdPerHour) + diskUsdPerHour;
  return headless ? (course.unattendedSeconds * usdPerHour) / 3600 : 0;
}

function checkMoney(schedule: Schedule, course: Course): void {
  const keptFromUsd = (keptFromSeconds(schedule, course) * course.job.ceilingUsdPerHour) / 3600;
  const allowed = course.job.maxUsd + keptFromUsd + headlessUsd(schedule, course);
  expect(spentOnPods(course)).toBeLessThanOrEqual(allowed + 1e-9);
}

function checkOnePod(schedule: Schedule, course: Course): void {
  const pods = course.yard.emulator.core.pods();
  const allowedMs = (60 + 35 + keptFromSeconds(schedule, course) + course.unattendedSeconds) * 1000;
  pods.forEach((one, at) => {
    for (const other of pods.slice(at + 1)) {
      const overlap = (one.terminatedAt ?? Infinity) - other.createdAt;
      expect(overlap, `${one.name} and ${other.name} overlap`).toBeLessThanOrEqual(allowedMs);
    }
  });
}

function checkOnce(schedule: Schedule, course: Course): void {
  const { finishes } = course.yard.runner;
  if (schedule.withVolume) expect(finishes.length, "the run was trained twice").toBeLessThanOrEqual(1);
  if (course.outcome !== undefined) expect(finishes.length, "a success without a finish").toBeGreaterThanOrEqual(1);
}

function checkEnd(schedule: Schedule, course: Course): void {
  const { error, outcome, yard, leftAtEnd } = course;
  const pods = yard.emulator.core.pods();
  expect(pods.filter((pod) => pod.status !== "TERMINATED")).toEqual([]);
  expect(yard.emulator.core.bugs()).toEqual([]);
  if (outcome !== undefined) expect([outcome.status, outcome.metrics?.["heldOutLoss"]]).toEqual(["succeeded", 0.5]);
  if (error !== undefined && (!(error instanceof JobError) || error.kind === "local"))
    throw new Error("not a failure that a person can act on", { cause: error });
  const open = error instanceof JobError && ["unreachable", "not-gone", "refused"].includes(error.kind);
  if (!open) expect(leftAtEnd.map((pod) => pod.name)).toEqual([]);
  const final = outcome ?? (error instanceof JobError && !open ? error.outcome : undefined);
  // Of a pod that ended while nobody watched we know what it was allowed to cost, not for how long RunPod refused its end.
  const unseenUsd =
    schedule.kills.length === 0 ? 0 : (keptFromSeconds(schedule, course) * course.job.ceilingUsdPerHour) / 3600;
  if (final !== undefined) expect(final.spentUsd).toBeGreaterThanOrEqual(spentOnPods(course) - unseenUsd - 1e-6);
}

/** Everything that must hold after any schedule. */
export function checkPromises(schedule: Schedule, course: Course): void {
  checkEnd(schedule, course);
  checkOnce(schedule, course);
  checkMoney(schedule, course);
  checkOnePod(schedule, course);
}
