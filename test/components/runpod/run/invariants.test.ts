import { JobError } from "../../../../components/runpod/run/outcome.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type Course, play } from "../../../support/course.ts";
import { checkPromises } from "../../../support/course-promises.ts";
import { schedules } from "../../../support/schedules.ts";

const runs = Number(process.env["TRAINYARD_PROPERTY_RUNS"] ?? 1000);
/** Of runs that must be repeatable, as in CI: it once found a pod that lived and died unseen. */
const FIXED_SEED = 174_273_161;
const seed = seedOf(process.env["TRAINYARD_PROPERTY_SEED"], process.env["TRAINYARD_FULL"] === "1");

/** A number as it is; `random`, or a full run without a wish, draws one. */
function seedOf(wish: string | undefined, isFull: boolean): number {
  if (wish === "random" || (wish === undefined && isFull)) return Date.now() % 2 ** 31;
  const given = wish === undefined ? FIXED_SEED : Number(wish);
  if (!Number.isSafeInteger(given))
    throw new Error(`TRAINYARD_PROPERTY_SEED is ${String(wish)}: give an integer or "random"`);
  return given;
}

function kindOf({ outcome, error }: Course): string {
  return error instanceof JobError ? error.kind : (outcome?.status ?? String(error));
}

it(
  `keeps its promises in ${runs} random schedules of faults and deaths (seed ${seed})`,
  { timeout: 900_000 },
  async () => {
    const kinds = new Map<string, number>();
    console.info(`seed ${seed}, ${runs} schedules`);
    const property = fc.asyncProperty(schedules, async (schedule) => {
      const course = await play(schedule);
      kinds.set(kindOf(course), (kinds.get(kindOf(course)) ?? 0) + 1);
      try {
        checkPromises(schedule, course);
      } catch (error) {
        const told = course.yard.lines.slice(-60).join("\n");
        throw new Error(`${String(error)}\nthe last controller: ${String(course.error)}\n${told}`, { cause: error });
      }
    });
    await fc.assert(property, { numRuns: runs, seed });
    // A property that only ever sees one kind of end proves nothing.
    if (runs >= 100) expect([...kinds.keys()]).toEqual(expect.arrayContaining(["succeeded", "failed", "over-budget"]));
  },
);
