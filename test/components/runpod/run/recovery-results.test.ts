import { expect, it } from "vitest";
import { AmbiguousError } from "../../../../components/runpod/failures.ts";
import { runJob } from "../../../../components/runpod/run/run-job.ts";
import type { World } from "../../../../components/runpod/run/world.ts";
import type { VolumeFiles } from "../../../../components/runpod/service.ts";
import { createYard, plan, type Yard } from "../../../support/simulated-yard.ts";
import { failure, posts, run } from "../../../support/yard-calls.ts";

/** A run whose volume hands out files by `getFile`, which gets the real way as its last word. */
function runWith(
  yard: Yard,
  getFile: (key: string, real: () => Promise<boolean>) => Promise<boolean>,
  change: Partial<World["service"]> = {},
) {
  const { world } = yard.controller();
  const files = world.volume;
  if (files === undefined) throw new Error("the yard has a volume");
  const volume: VolumeFiles = { ...files, getFile: (key, path) => getFile(key, () => files.getFile(key, path)) };
  return yard.clock.run(runJob(plan(yard), { ...world, volume, service: { ...world.service, ...change } }));
}

it("records no results as fetched while one that is listed is not to be had", async () => {
  const yard = await createYard();
  const error = await failure(runWith(yard, async (key, real) => (key.endsWith("metrics.json") ? false : real())));
  expect([error.kind, error.message]).toEqual(["results", expect.stringContaining("metrics.json")]);
  expect([(await run(yard)).metrics, posts(yard)]).toEqual([{ steps: 60, heldOutLoss: 0.5 }, 1]);
});

it("fetches the volume's copy of a log in the next call where this one could not", async () => {
  const yard = await createYard();
  yard.volume.set("runs/shop-dev-smoke-0badcafe/a1/container.log", "the pod's own copy\n");
  const away = new AmbiguousError("the volume is away", { status: 503, detail: "SlowDown" });
  const silent: World["service"]["podLogs"] = async function* () {
    yield* [];
  };
  const error = await failure(
    runWith(yard, (key, real) => (key.endsWith("container.log") ? Promise.reject(away) : real()), { podLogs: silent }),
  );
  expect(error.kind).toBe("results");
  const outcome = await run(yard);
  expect([yard.disk.get(outcome.logsPath), posts(yard)]).toEqual(["the pod's own copy\n", 1]);
});
