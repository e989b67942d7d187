import { expect, it } from "vitest";
import { AmbiguousError, RuleError } from "../../../../components/runpod/failures.ts";
import { runJob } from "../../../../components/runpod/run/run-job.ts";
import type { World } from "../../../../components/runpod/run/world.ts";
import type { VolumeFiles } from "../../../../components/runpod/service.ts";
import { createYard, plan, START_MS, type Yard } from "../../../support/simulated-yard.ts";
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

/** A pod that has logged 6,000 lines, of which `tail` gives the last 5,000; asked for a time, it does as it is told. */
function longLog(real: World["service"], since: "given" | "refused"): World["service"]["podLogs"] {
  const lines = Array.from({ length: 6_000 }, (_, index) => ({
    ...{ id: `2026-11-01T00:00:00Z/${index}`, ts: "2026-11-01T00:00:00Z", source: "container" as const },
    line: `line ${index}`,
  }));
  return async function* (id, options) {
    if (options.since !== undefined && since === "refused")
      throw new RuleError("too early", { status: 400, detail: "since is too early" });
    if (options.after === undefined) yield* options.since === undefined ? lines.slice(-(options.tail ?? 100)) : lines;
    yield* real.podLogs(id, options);
  };
}

it.each([
  ["all lines of a pod that another machine has made, also those before the last 5,000", "given", "line 0"],
  ["the last 5,000 lines where RunPod gives no earlier ones", "refused", "line 1000"],
] as const)("keeps %s", async (_, since, first) => {
  const yard = await createYard();
  const { service } = yard.controller().world;
  const outcome = await yard.clock.run(
    runJob(plan(yard), { ...yard.controller().world, service: { ...service, podLogs: longLog(service, since) } }),
  );
  const kept = (yard.disk.get(outcome.logsPath)?.toString() ?? "").split("\n").map((line) => line.replace(/^\S+ /, ""));
  expect(kept.filter((line) => line.startsWith("line ")).slice(0, 1)).toEqual([first]);
  expect(kept).toContain("line 5999");
});

it("takes the end of the log from the pod's own disk where its stream stays away, and there is no volume", async () => {
  const yard = await createYard();
  const { world } = yard.controller({ withVolume: false });
  const podLogs: World["service"]["podLogs"] = async function* (id, options) {
    for await (const line of world.service.podLogs(id, options)) {
      if (yard.clock.now() > START_MS + 20_000) throw new AmbiguousError("away", { status: 503, detail: "away" });
      yield line;
    }
  };
  const job = runJob(plan(yard, { volume: null, data: null }), { ...world, service: { ...world.service, podLogs } });
  const { logsPath } = await yard.clock.run(job);
  expect(yard.disk.get(logsPath)?.toString()).not.toContain('"kind":"status"');
  expect(yard.disk.get(logsPath.replace(".log", ".pod.log"))?.toString()).toContain('"kind":"status"');
});
