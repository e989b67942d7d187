import fc from "fast-check";
import { expect, it } from "vitest";
import { type Course, play, type Schedule } from "./simulated/course.ts";
import { SimulatedHdfs } from "./simulated/hdfs.ts";
import { schedules } from "./simulated/schedules.ts";

const runs = Number(process.env["TRAINYARD_PROPERTY_RUNS"] ?? 100);
const FIXED_SEED = 20_261_125;
const isFull = process.env["TRAINYARD_FULL"] === "1";
const wish = process.env["TRAINYARD_PROPERTY_SEED"];
const seed = wish === "random" || (wish === undefined && isFull) ? Date.now() % 2 ** 31 : Number(wish ?? FIXED_SEED);

/** What is true after the last `up`, which nothing disturbed. */
function checkRest({ last }: Schedule, { world, kube, ends, lines }: Course): void {
  expect(ends.at(-1)).toBe("done");
  expect(kube.replicas).toBe(last);
  expect([kube.lease?.record, kube.lease?.holder ?? ""]).toEqual([undefined, ""]);
  // Where it is not sure any more that a node was drained, its volume stays, and a person is told.
  const kept = [...kube.claims].filter((ordinal) => ordinal >= last);
  expect(kept.filter((ordinal) => !lines.some((line) => line.includes(`volume data-${ordinal} kept`)))).toEqual([]);
  const ordinals = Array.from({ length: last }, (_, ordinal) => ordinal);
  if (world instanceof SimulatedHdfs)
    expect(ordinals.map((one) => world.adminOf(one))).toEqual(ordinals.map(() => "in-service"));
  else expect([...world.servers.values()].filter(({ draining }) => draining)).toEqual([]);
}

it(
  `lets no node go that holds something, and always goes on, in ${runs} random schedules (seed ${seed})`,
  { timeout: 900_000 },
  async () => {
    const kinds = new Map<string, number>();
    const property = fc.asyncProperty(schedules, async (schedule) => {
      const course = await play(schedule);
      for (const end of course.ends) {
        const kind = /done|refused|works at it|killed|interrupted|not done within/.exec(end)?.[0] ?? "no answer";
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }
      try {
        expect(course.broken).toEqual([]);
        checkRest(schedule, course);
      } catch (error) {
        throw new Error(`${String(error)}\n${[...course.lines.slice(-60), ...course.ends].join("\n")}`, {
          cause: error,
        });
      }
    });
    await fc.assert(property, { numRuns: runs, seed, endOnFailure: true });
    // A property that only ever sees one kind of end proves nothing.
    if (runs >= 100)
      expect([...kinds.keys()]).toEqual(expect.arrayContaining(["done", "refused", "works at it", "killed"]));
  },
);
