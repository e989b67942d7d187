import fc from "fast-check";
import type { Fault, FaultRule } from "../../local/runpod/index.ts";

/** One random course of the world: what fails, when controllers die, how the command behaves. */
export interface Schedule {
  readonly withVolume: boolean;
  readonly trainSeconds: number;
  /** Exit codes of attempts 1, 2, ...; 0 from then on. */
  readonly exitCodes: readonly number[];
  readonly crashAfterSeconds: number | undefined;
  readonly maxUsd: number;
  /** Of the first candidate, USD per hour. */
  readonly usdPerHour: number;
  readonly faults: readonly FaultRule[];
  readonly random: { readonly seed: number; readonly rate: number };
  /** Each kills the controller so many seconds after its start; the next one starts after the gap. */
  readonly kills: readonly { readonly afterSeconds: number; readonly gapSeconds: number }[];
  /** Terminations are refused for so long, from so many seconds after the start. */
  readonly refused: { readonly atSeconds: number; readonly seconds: number } | undefined;
  readonly volumeFaults: { readonly seed: number; readonly rate: number };
}

const phase = fc.constantFrom<"before" | "after">("before", "after");
const seconds = (min: number, max: number) => fc.integer({ min, max });

const anywhere: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constant("status" as const), status: fc.constantFrom(500, 502, 503, 504), phase }),
  fc.record({ kind: fc.constant("drop" as const), phase }),
  fc.record({ kind: fc.constant("delay" as const), seconds: seconds(1, 45), phase }),
  fc.record({
    kind: fc.constant("status" as const),
    status: fc.constant(429),
    retryAfterSeconds: seconds(1, 20),
    phase: fc.constant("before" as const),
  }),
);
const onCreate: fc.Arbitrary<Fault> = fc.oneof(
  fc.constant<Fault>({ kind: "capacity" }),
  fc.constant<Fault>({ kind: "rule", detail: "a rule is broken" }),
  fc.record({
    kind: fc.constant("status" as const),
    status: fc.constantFrom(402, 403, 409, 422),
    phase: fc.constant("before" as const),
  }),
  fc.record({ kind: fc.constantFrom("not-found-lag" as const, "list-lag" as const), seconds: seconds(1, 55) }),
  fc.record({ kind: fc.constant("slow-start" as const), seconds: seconds(1, 400) }),
  fc.constant<Fault>({ kind: "never-ready" }),
  fc.record({ kind: fc.constant("host-loss" as const), afterSeconds: seconds(1, 400) }),
  fc.record({ kind: fc.constant("log-cut" as const), afterLines: seconds(1, 8) }),
  fc.record({ kind: fc.constant("late-bill" as const), minutes: seconds(1, 60) }),
);
const targets = [
  { method: "GET", path: "/v2/pods" },
  { method: "GET", path: "/v2/pods/*" },
  { method: "GET", path: "/v2/pods/*/logs" },
  { method: "POST", path: "/v2/pods/*/action" },
  { method: "DELETE", path: "/v2/pods/*" },
  { method: "GET", path: "/v2/billing/pods" },
  { method: "POST", path: "/graphql" },
] as const;
const create = { method: "POST", path: "/v2/pods" };

const rule: fc.Arbitrary<FaultRule> = fc.oneof(
  fc.record({
    match: fc.constantFrom(...targets),
    after: seconds(0, 8),
    times: seconds(1, 6),
    fault: anywhere,
  }),
  fc.record({ match: fc.constant(create), after: seconds(0, 2), times: seconds(1, 3), fault: anywhere }),
  fc.record({ match: fc.constant(create), after: seconds(0, 2), times: seconds(1, 2), fault: onCreate }),
);

const gap = fc.oneof({ weight: 4, arbitrary: seconds(0, 400) }, { weight: 1, arbitrary: seconds(400, 3_000) });

const seeded = (rates: readonly number[]) =>
  fc.record({ seed: fc.integer({ min: 1, max: 1_000_000 }), rate: fc.constantFrom(...rates) });

/** Schedules as they are drawn by the property tests; every one of them comes to an end. */
export const schedules: fc.Arbitrary<Schedule> = fc.record({
  withVolume: fc.boolean(),
  trainSeconds: fc.oneof({ weight: 6, arbitrary: seconds(5, 240) }, { weight: 1, arbitrary: seconds(240, 3_000) }),
  exitCodes: fc.array(fc.constantFrom(0, 0, 1), { maxLength: 3 }),
  crashAfterSeconds: fc.option(seconds(1, 120), { nil: undefined, freq: 4 }),
  maxUsd: fc.constantFrom(0.06, 0.1, 0.3, 2),
  usdPerHour: fc.constantFrom(0.25, 0.5, 0.5, 0.7),
  faults: fc.array(rule, { maxLength: 6 }),
  random: seeded([0, 0, 0.03, 0.15]),
  kills: fc.array(fc.record({ afterSeconds: seconds(0, 200), gapSeconds: gap }), { maxLength: 3 }),
  refused: fc.option(fc.record({ atSeconds: seconds(0, 200), seconds: seconds(1, 600) }), { nil: undefined, freq: 4 }),
  volumeFaults: seeded([0, 0, 0.1, 0.4]),
});
