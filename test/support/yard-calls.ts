import { JobError } from "../../components/runpod/run/outcome.ts";
import { runJob } from "../../components/runpod/run/run-job.ts";
import type { JobPlan } from "../../components/training-job/plan.ts";
import type { Fault } from "../../local/runpod/index.ts";
import { createYard, plan, type Wishes, type Yard, type YardOptions } from "./simulated-yard.ts";

/** The request that makes a pod. */
export const create = { method: "POST", path: "/v2/pods" };

/** One call of the life cycle by a controller of its own. */
export function run(yard: Yard, change: Partial<JobPlan> = {}, wishes: Wishes = {}) {
  return yard.clock.run(runJob(plan(yard, change), yard.controller(wishes).world));
}

/** A controller without a volume that sends its create, is never answered, and dies `ms` milliseconds after its start. */
export async function dieInCreate(yard: Yard, change: Partial<JobPlan>, ms: number): Promise<void> {
  const isCreate = (request: Request) => request.method === "POST" && request.url.endsWith(create.path);
  const never = new Promise<Response>(() => undefined);
  const controller = yard.controller({
    withVolume: false,
    fetch: async (request) => {
      const answer = await yard.emulator.fetch(request);
      return isCreate(request) ? never : answer;
    },
  });
  void runJob(plan(yard, change), controller.world).catch(() => undefined);
  await yard.clock.advance(ms);
  controller.stop();
}

/** The JobError that a call must end with. */
export async function failure(promise: Promise<unknown>): Promise<JobError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof JobError)) throw new Error(`expected a JobError, got ${String(error)}`);
  return error;
}

/** A test bed whose first `times` creates meet a fault. */
export async function yardWith(fault: Fault, times = 1, options: YardOptions = {}): Promise<Yard> {
  const yard = await createYard(options);
  yard.emulator.core.addFault({ match: create, times, fault });
  return yard;
}

/** Creates that were sent. */
export function posts(yard: Yard): number {
  return yard.emulator.core.requests().filter((one) => one.method === "POST" && one.path === "/v2/pods").length;
}

/** GPUs of all pods, oldest first. */
export function gpus(yard: Yard) {
  return yard.emulator.core.pods().map((pod) => pod.gpu?.id);
}

/** Pods that are not terminated. */
export function alive(yard: Yard) {
  return yard.emulator.core.pods().filter((pod) => pod.status !== "TERMINATED");
}

/** What all pods cost in truth, USD. */
export function billedUsd(yard: Yard): number {
  return yard.emulator.core.pods().reduce((sum, pod) => sum + yard.emulator.core.billed(pod.id).usd, 0);
}
