import fc from "fast-check";
import type { Schedule } from "./course.ts";

const phase = fc.constantFrom<"before" | "after">("before", "after");
const fault = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("fail" as const), phase }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("slow" as const), seconds: fc.integer({ min: 1, max: 50 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("kill" as const), phase }) },
);
const faults = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 120 }), fault), { maxLength: 6 })
  .map((pairs) => Object.fromEntries(pairs));
const up = fc.record({
  to: fc.integer({ min: 1, max: 5 }),
  gapSeconds: fc.constantFrom(0, 5, 100, 800),
  faults,
  waySeconds: fc.constantFrom(4, 4, 150),
  killAfterSeconds: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
});
const rival = fc.tuple(up, fc.integer({ min: 0, max: 400 })).map(([one, atSeconds]) => ({ ...one, atSeconds }));
const breaking = fc.record({
  ordinal: fc.integer({ min: 0, max: 4 }),
  atSeconds: fc.integer({ min: 0, max: 900 }),
  forSeconds: fc.constantFrom(20, 200, 1500),
});
/** Random courses of the world: counts, faults of calls, kills, broken pods, a second run. */
export const schedules: fc.Arbitrary<Schedule> = fc.record({
  kind: fc.constantFrom<"hdfs" | "hbase">("hdfs", "hbase"),
  start: fc.integer({ min: 2, max: 5 }),
  replication: fc.constantFrom(1, 2),
  mountDelaySeconds: fc.integer({ min: 0, max: 90 }),
  failEvery: fc.constantFrom(0, 2, 5),
  ups: fc.array(up, { minLength: 1, maxLength: 4 }),
  rival: fc.option(rival, { nil: undefined }),
  breaks: fc.array(breaking, { maxLength: 2 }),
  last: fc.integer({ min: 2, max: 5 }),
});
