import { expect, vi } from "vitest";
import type { Fault, Phase } from "../../local/runpod/faults.ts";
import { Bed, succeeded } from "./e2e-bed.ts";
import type { Clone } from "./e2e-clone.ts";
import { keepsItsPromises } from "./e2e-promises.ts";
import { jobOf, script, stackOf, volume } from "./e2e-stack.ts";

/** The n-th request of a kind: `POST /v2/pods`, ids as `*`. */
interface Point {
  readonly request: string;
  /** From 0. */
  readonly n: number;
}

/** What befalls a request, before or after its effect: the CLI is killed meanwhile, it answers 500, its connection is lost. */
export interface Blow extends Point {
  readonly strike: "kill" | "500" | "drop";
  readonly phase: Phase;
}

/** Where the stacks of a test file run. */
export interface Ground {
  readonly clone: Clone;
  readonly image: string;
}

async function bedWithJob({ clone, image }: Ground, stack: string): Promise<Bed> {
  const bed = await Bed.open(clone, stack);
  await bed.configure(stackOf(image, [jobOf("smoke", { command: script({ seconds: 2 }) })], { volume }));
  return bed;
}

/** Every request of a run without a fault: what the plugin sends, and the supervisor with it. */
async function everyPoint(ground: Ground): Promise<Point[]> {
  const bed = await bedWithJob(ground, "probe");
  try {
    succeeded("up", await bed.up());
    const counts = new Map<string, number>();
    return (await bed.account.requests()).map(({ method, path }) => {
      const request = `${method} ${path.replace(/^\/(v2\/[a-z-]+|s3)\/[^/?]+/, "/$1/*").replace(/(?<=^\/s3\/\*)\/.*/, "/**")}`;
      const n = counts.get(request) ?? 0;
      counts.set(request, n + 1);
      return { request, n };
    });
  } finally {
    await bed.destroy();
    await bed.close();
  }
}

const strikes = ["kill", "500", "drop"] as const;
const phases = ["before", "after"] as const;

/** Share `index` (from 1) of `count` of every blow at every request. */
export async function everyBlow(ground: Ground, index: number, count: number): Promise<readonly Blow[]> {
  const points = await everyPoint(ground);
  const blows = points.flatMap((point) =>
    strikes.flatMap((strike) => phases.map((phase) => ({ ...point, strike, phase }))),
  );
  return blows.filter((_, at) => at % count === index - 1);
}

/** How long a request is held up, so that the CLI can be killed meanwhile. */
const HELD_SECONDS = 6;

function faultOf({ strike, phase }: Blow): Fault {
  if (strike === "kill") return { kind: "delay", seconds: HELD_SECONDS, phase };
  return strike === "drop" ? { kind: "drop", phase } : { kind: "status", status: 500, phase };
}

/** Kills the CLI as soon as the held request has come; a run that never sends it ends by itself. */
async function upKilledAt(bed: Bed): Promise<void> {
  const up = await bed.startPulumi(["up", "--yes", "--skip-preview"]);
  let over = false;
  void up.done.then(() => (over = true));
  // Not expect.poll: tests run side by side here, and it asks which one is running.
  await vi.waitUntil(async () => over || (await bed.account.hasStruck()), { timeout: 120_000, interval: 100 });
  up.kill("SIGKILL");
  await up.done;
  await vi.waitUntil(() => bed.pluginPids().length === 0, { timeout: 10_000, interval: 200 });
}

/**
 * After the blow and one more update the run is done once, within its cap, and nothing is left. A killed CLI leaves its lock,
 * which `./yard up` takes away; the other blows need no more than the CLI, at half of the time.
 */
export async function survives(ground: Ground, blow: Blow, stack: string): Promise<void> {
  const bed = await bedWithJob(ground, stack);
  try {
    await bed.account.arm(blow.request, faultOf(blow), { after: blow.n });
    if (blow.strike === "kill") await upKilledAt(bed);
    else await bed.up();
    if (blow.strike === "kill") await bed.yardOk(["up"]);
    else succeeded("pulumi up", await bed.up());
    expect((await bed.records("smoke")).at(-1)).toMatchObject({ status: "succeeded" });
    await keepsItsPromises(bed, 0.5);
  } finally {
    await bed.close();
  }
}
