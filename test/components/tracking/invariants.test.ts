import fc from "fast-check";
import { expect, it } from "vitest";
import { localRecords } from "../../../components/tracking/local-run.ts";
import { statusOf } from "../../../components/tracking/tell.ts";
import { type Course, play } from "../../support/course.ts";
import { checkPromises } from "../../support/course-promises.ts";
import { schedules } from "../../support/schedules.ts";
import { type MlflowFault, SimulatedMlflow } from "../../support/simulated-mlflow.ts";
import { simulatedTracker } from "../../support/simulated-tracker.ts";

const runs = Number(process.env["TRAINYARD_PROPERTY_RUNS"] ?? 100);
const seed = Number(process.env["TRAINYARD_PROPERTY_SEED"] ?? 20_261_125) || Date.now() % 2 ** 31;

const phase = fc.constantFrom<"before" | "after">("before", "after");
const fault: fc.Arbitrary<MlflowFault> = fc.oneof(
  fc.record({ kind: fc.constant("drop" as const), phase }),
  fc.record({ kind: fc.constant("status" as const), status: fc.constantFrom(500, 503), phase }),
  fc.record({ kind: fc.constant("slow" as const), seconds: fc.integer({ min: 1, max: 70 }) }),
);
/** Each request meets one of these in turn, or nothing; `away`: no request is answered between two moments, in seconds. */
const troubles = fc.record({
  faults: fc.array(fc.option(fault, { nil: undefined, freq: 3 }), { maxLength: 12 }),
  away: fc.option(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 600 })), { nil: undefined }),
});

/** What stands in MLflow after everything, told once more with all troubles gone, is what the run folders say. */
async function checkRecord(mlflow: SimulatedMlflow, { yard, job }: Course): Promise<void> {
  mlflow.fault = () => undefined;
  await yard.clock.advance(100_000);
  const { world } = yard.controller();
  const tracker = simulatedTracker(yard, mlflow);
  await yard.clock.run(tracker.tell(job, world));
  const records = await localRecords(job, world);
  const active = mlflow.runs.filter((run) => !run.deleted);
  const [run] = active;
  if (records.length === 0) return;
  expect(await tracker.told(job, world)).toEqual({ mlflowRunId: run?.id, tracked: "complete" });
  expect(active.length, "runs in MLflow").toBe(1);
  expect(run?.status).toBe(statusOf(records));
  const points = (run?.metrics ?? []).filter(({ key }) => key === "loss" || key === "attempt");
  const places = points.map(({ key, step }) => `${key} ${step}`);
  expect(new Set(places).size, "a step was told twice").toBe(places.length);
  expect(mlflow.models.get("shop-dev-smoke")?.alias).toBe(run?.status === "FINISHED" ? "1" : undefined);
}

it(
  `keeps every promise of a run, and one true record of it, in ${runs} random schedules (seed ${seed})`,
  { timeout: 900_000 },
  async () => {
    const ends = new Map<string, number>();
    const property = fc.asyncProperty(schedules, troubles, async (schedule, { faults, away }) => {
      let mlflow: SimulatedMlflow | undefined;
      const course = await play(schedule, (yard) => {
        const start = yard.clock.now();
        const server = (mlflow = new SimulatedMlflow(yard.clock));
        server.fault = (_what, at) => {
          const seconds = (yard.clock.now() - start) / 1000;
          if (away !== undefined && seconds >= away[0] && seconds < away[0] + away[1])
            return { kind: "drop", phase: "before" };
          return faults[at % 31];
        };
        return (world) => {
          const fetch = (request: Request) =>
            world.signal.aborted ? new Promise<never>(() => undefined) : server.fetch(request);
          return { ...world, tracking: simulatedTracker(yard, server, fetch) };
        };
      });
      if (mlflow === undefined) throw new Error("no MLflow was made");
      try {
        checkPromises(schedule, course);
        await checkRecord(mlflow, course);
      } catch (error) {
        const told = [...course.yard.lines.slice(-60), ...mlflow.requests.slice(-30)].join("\n");
        throw new Error(`${String(error)}\nthe last controller: ${String(course.error)}\n${told}`, { cause: error });
      }
      for (const { status } of mlflow.runs) ends.set(status, (ends.get(status) ?? 0) + 1);
    });
    await fc.assert(property, { numRuns: runs, seed });
    // A property that only ever sees one kind of end proves nothing.
    if (runs >= 100) expect([...ends.keys()]).toEqual(expect.arrayContaining(["FINISHED", "FAILED", "KILLED"]));
  },
);
