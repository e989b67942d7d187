import { endJob } from "../../components/runpod/run/end-job.ts";
import type { JobOutcome } from "../../components/runpod/run/outcome.ts";
import { runJob } from "../../components/runpod/run/run-job.ts";
import type { World } from "../../components/runpod/run/world.ts";
import type { JobPlan } from "../../components/training-job/plan.ts";
import type { PodRecord } from "../../local/runpod/index.ts";
import type { Schedule } from "./schedules.ts";
import { createYard, plan, type Wishes, type Yard } from "./simulated-yard.ts";

/** What became of a schedule. */
export interface Course {
  readonly yard: Yard;
  readonly job: JobPlan;
  readonly outcome: JobOutcome | undefined;
  readonly error: unknown;
  /** Pods that were still there when the last controller had its answer. */
  readonly leftAtEnd: readonly PodRecord[];
  /** Seconds in which no controller was alive. */
  readonly unattendedSeconds: number;
}

/** Adds something to the worlds of one yard's controllers. */
export type Equip = (yard: Yard) => (world: World) => World;

/** Plays a schedule: controllers one after the other, the last to its end, then `endJob` with all faults gone. */
export async function play(schedule: Schedule, equip: Equip = () => (world) => world): Promise<Course> {
  const yard = await createYard({
    seed: schedule.random.seed,
    settings: { prices: { "NVIDIA RTX A4000": { secure: schedule.usdPerHour } } },
    script: {
      trainSeconds: schedule.trainSeconds,
      exitCode: (attempt) => schedule.exitCodes[attempt - 1] ?? 0,
      ...(schedule.crashAfterSeconds === undefined ? {} : { crashAfterSeconds: schedule.crashAfterSeconds }),
    },
  });
  const { clock, emulator } = yard;
  const { core } = emulator;
  for (const fault of schedule.faults) core.addFault(fault);
  core.randomFaults(schedule.random.seed, schedule.random.rate);
  const { refused } = schedule;
  if (refused !== undefined)
    void clock.sleep(refused.atSeconds * 1000).then(() => core.refuseTermination(refused.seconds));
  const job = plan(yard, { maxUsd: schedule.maxUsd, ...(schedule.withVolume ? {} : { volume: null }) });
  const wishes = wishesOf(schedule);
  const equipped = equip(yard);
  let unattendedSeconds = 0;
  for (const { afterSeconds, gapSeconds } of schedule.kills) {
    const controller = yard.controller(wishes);
    const run = runJob(job, equipped(controller.world)).catch(() => undefined);
    await clock.run(Promise.race([run, clock.sleep(afterSeconds * 1000)]));
    controller.stop();
    await clock.advance(gapSeconds * 1000);
    unattendedSeconds += gapSeconds;
  }
  let outcome: JobOutcome | undefined;
  let error: unknown;
  try {
    outcome = await clock.run(runJob(job, equipped(yard.controller(wishes).world)));
  } catch (failure) {
    error = failure;
  }
  const leftAtEnd = core.pods().filter((pod) => pod.status !== "TERMINATED");
  core.clearFaults();
  core.refuseTermination(0);
  await clock.run(endJob(job, equipped(yard.controller({ withVolume: schedule.withVolume }).world)));
  return { yard, job, outcome, error, leftAtEnd, unattendedSeconds };
}

function wishesOf({ withVolume, volumeFaults }: Schedule): Wishes {
  const next = randomNumbers(volumeFaults.seed);
  const strikes = () => next() < volumeFaults.rate;
  return withVolume
    ? { volumeFault: () => (strikes() ? (next() < 0.5 ? "before" : "after") : undefined) }
    : { withVolume: false, portFault: strikes };
}

/** Repeatable numbers in [0, 1). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
