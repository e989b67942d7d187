import { afterAll, describe, expect, it } from "vitest";
import type { Fault, Phase } from "../../../local/runpod/faults.ts";
import { Bed, succeeded } from "../../support/e2e-bed.ts";
import { makeClone } from "../../support/e2e-clone.ts";
import { keepsItsPromises } from "../../support/e2e-promises.ts";
import { jobOf, pythonImage, script, stackOf, volume } from "../../support/e2e-stack.ts";

/** The n-th request of a kind: `POST /v2/pods`, ids as `*`. */
interface Point {
  readonly request: string;
  /** From 0. */
  readonly n: number;
}
type Strike = "kill" | "500" | "drop";

const clone = await makeClone();
const image = await pythonImage();
afterAll(() => clone.remove());

async function bedWithJob(stack: string): Promise<Bed> {
  const bed = await Bed.open(clone, stack);
  await bed.configure(stackOf(image, [jobOf("smoke", { command: script({ seconds: 2 }) })], { volume }));
  return bed;
}

/** Every request of a run without a fault: what the plugin sends, and the supervisor with it. */
async function everyPoint(): Promise<Point[]> {
  const bed = await bedWithJob("probe");
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

const strikes: readonly Strike[] = ["kill", "500", "drop"];
const phases: readonly Phase[] = ["before", "after"];
/** All of them under TRAINYARD_FULL; else the one that matters most: a pod was made, and nobody heard the answer. */
const cases =
  process.env["TRAINYARD_FULL"] === "1"
    ? (await everyPoint()).flatMap((point) =>
        strikes.flatMap((strike) => phases.map((phase) => ({ ...point, strike, phase }))),
      )
    : [{ request: "POST /v2/pods", n: 0, strike: "kill" as Strike, phase: "after" as Phase }];

/** How long a request is held up, so that the CLI can be killed meanwhile. */
const HELD_SECONDS = 6;

function faultOf(strike: Strike, phase: Phase): Fault {
  if (strike === "kill") return { kind: "delay", seconds: HELD_SECONDS, phase };
  return strike === "drop" ? { kind: "drop", phase } : { kind: "status", status: 500, phase };
}

/** Kills the CLI as soon as the held request has come; a run that never sends it ends by itself. */
async function upKilledAt(bed: Bed): Promise<void> {
  const up = await bed.startPulumi(["up", "--yes", "--skip-preview"]);
  let over = false;
  void up.done.then(() => (over = true));
  await expect
    .poll(async () => over || (await bed.account.hasStruck()), { timeout: 120_000, interval: 100 })
    .toBe(true);
  up.kill("SIGKILL");
  await up.done;
  await expect.poll(() => bed.pluginPids(), { timeout: 10_000, interval: 200 }).toEqual([]);
}

describe.concurrent("up, and up again, keep their promises with", () => {
  it.for(cases.map((each, at) => ({ ...each, stack: `point${at}` })))(
    "$strike $phase request $n of $request",
    async ({ request, n, strike, phase, stack }) => {
      const bed = await bedWithJob(stack);
      try {
        await bed.account.arm(request, faultOf(strike, phase), { after: n });
        if (strike === "kill") await upKilledAt(bed);
        else await bed.up();
        succeeded("./yard up", await bed.yard(["up"]));
        expect((await bed.records("smoke")).at(-1)).toMatchObject({ status: "succeeded" });
        await keepsItsPromises(bed, 0.5);
      } finally {
        await bed.close();
      }
    },
  );
});
