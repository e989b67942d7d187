import { afterEach, describe, expect, it, vi } from "vitest";
import dev from "../../../policies/cost/dev.json" with { type: "json" };
import prod from "../../../policies/cost/prod.json" with { type: "json" };
import staging from "../../../policies/cost/staging.json" with { type: "json" };
import test from "../../../policies/cost/test.json" with { type: "json" };
import type { Rule } from "../../../policies/rule/rule.ts";
import { rules } from "../../../policies/cost/rules.ts";
import { freshPrices } from "../../../policies/cost/rules/fresh-prices.ts";
import { knownBalance } from "../../../policies/cost/rules/known-balance.ts";
import { maxUsdPerMonth } from "../../../policies/cost/rules/max-usd-per-month.ts";
import { maxUsdRunning } from "../../../policies/cost/rules/max-usd-running.ts";
import { maxUsdPerHour } from "../../../policies/cost/rules/max-usd-per-hour.ts";
import { updateWithinBalance } from "../../../policies/cost/rules/update-within-balance.ts";
import { type Proof, proveRules, said, saidOfStack, type StackProof, UNKNOWN, type Written } from "../rule-proof.ts";
import { networkVolume, trainingJob } from "../written.ts";
import { stackProofs } from "./stacks.ts";

const noJob = { ...trainingJob(), props: {} };

/** What proves a rule with one limit: on it, above it, missing, no amount, unknown. */
const limit = (
  rule: string,
  field: string,
  max: number,
  of: (change: Readonly<Record<string, unknown>>) => Written = trainingJob,
): Proof => ({
  settings: { max },
  passes: [of({ [field]: max }), of({})],
  refuses: [
    [
      of({ [field]: max * 2 }),
      `${field} is ${max * 2}`,
      `at most ${max}`,
      `lower ${field} in Pulumi.<stack>.yaml or raise "max" of "${rule}"`,
    ],
    [of({ [field]: null }), `${field} is missing`],
    ...[0, -1, "1", Number.NaN].map((value) => [of({ [field]: value }), `${field} must be a number above 0`] as const),
  ],
  empty: { of: { ...of({}), props: {} }, is: "refused" },
  unknown: of({ [field]: UNKNOWN }),
});

const gpus = { allowed: ["NVIDIA L4", "NVIDIA RTX A4000"] };
const proofs: Readonly<Record<string, Proof | StackProof>> = {
  "max-usd": limit("max-usd", "maxUsd", 1),
  "max-usd-per-hour": limit("max-usd-per-hour", "maxUsdPerHour", 0.5),
  "max-duration-minutes": limit("max-duration-minutes", "maxDurationMinutes", 60),
  "max-attempts": limit("max-attempts", "attempts", 3),
  "max-disk-gb": limit("max-disk-gb", "diskGb", 50),
  "max-volume-gb": limit("max-volume-gb", "sizeGb", 50, networkVolume),
  "max-gpus": {
    settings: { max: 1 },
    passes: [trainingJob(), trainingJob({ candidates: { minMemoryGb: 24 } })],
    refuses: [
      [
        trainingJob({ candidates: [{ gpu: "NVIDIA L4", count: 8 }] }),
        "candidates[0].count is 8 GPUs",
        "at most 1 GPUs",
      ],
      [trainingJob({ candidates: { minMemoryGb: 24, count: 2 } }), "is 2 GPUs"],
    ],
    empty: { of: noJob, is: "passed" },
    unknown: trainingJob({ candidates: [{ count: UNKNOWN }] }),
  },
  "allowed-gpus": {
    settings: gpus,
    passes: [trainingJob(), trainingJob({ candidates: { minMemoryGb: 24 } })],
    refuses: [
      [
        trainingJob({ candidates: [{ gpu: "NVIDIA B200" }] }),
        'candidates[0].gpu is "NVIDIA B200"',
        "NVIDIA L4, NVIDIA RTX A4000",
      ],
      [trainingJob({ candidates: {}, plan: { candidates: [] } }), "plan.candidates names no GPU"],
    ],
    empty: { of: noJob, is: "refused" },
    unknown: trainingJob({ candidates: [{ gpu: UNKNOWN }] }),
  },
  "stall-watch": {
    passes: [trainingJob()],
    refuses: [[trainingJob({ stallMinutes: null }), "stallMinutes is missing", "allowed: minutes"]],
    empty: { of: noJob, is: "refused" },
    unknown: trainingJob({ stallMinutes: UNKNOWN }),
  },
  "max-keep-minutes": {
    settings: { max: 30 },
    passes: [trainingJob(), trainingJob({ keepOnFailureMinutes: 30 })],
    refuses: [[trainingJob({ keepOnFailureMinutes: 31 }), "keepOnFailureMinutes is 31", "at most 30"]],
    empty: { of: noJob, is: "passed" },
    unknown: trainingJob({ keepOnFailureMinutes: UNKNOWN }),
  },
};

describe("the rules of policies/cost", () => {
  // fresh-prices is proved below: what it judges is not in the stack.
  proveRules(
    rules.filter(({ id }) => id !== "fresh-prices"),
    { ...proofs, ...stackProofs },
  );

  const limited = rules.filter((rule: Rule) => rule.settings?.["max"] !== undefined && rule.id !== "max-keep-minutes");
  it.each(limited.map((rule) => [rule.id, rule] as const))(
    "%s refuses everything where nobody decided, and has a limit everywhere, which never falls from dev to prod",
    async (id, rule) => {
      const limits = ([dev, test, staging, prod] as unknown as Record<string, { max?: number }>[]).map(
        (config) => config[id]?.max ?? 0,
      );
      expect(limits[0]).toBeGreaterThan(0);
      expect(limits).toEqual(limits.toSorted((a, b) => a - b));
      if (!("judge" in rule)) return;
      const of = id === "max-volume-gb" ? networkVolume() : trainingJob({ candidates: { count: 1 } });
      expect(await said(rule, of)).toEqual([expect.stringContaining("nobody decided")]);
    },
  );
});

describe("fresh-prices", () => {
  afterEach(() => vi.useRealTimers());
  const on = (date: string) => vi.useFakeTimers({ now: Date.parse(date), toFake: ["Date"] });

  it("passes prices of the last 60 days, and warns of older ones", async () => {
    on("2026-12-01");
    expect(await saidOfStack(freshPrices, [], { prices: "dev.json" })).toEqual([]);
    on("2027-03-01");
    const [said] = await saidOfStack(freshPrices, [], { prices: "dev.json" });
    expect(said).toMatch(
      /this stack, rule fresh-prices: prices of .+ are of 2026-11-25, allowed: not older than 60 days; /,
    );
  });

  it.each([
    [{}, "prices is missing"],
    [{ prices: "nowhere.json" }, "prices/nowhere.json cannot be used"],
  ])("refuses prices that are not there: %o", async (settings, reason) => {
    for (const rule of [freshPrices, maxUsdPerMonth, maxUsdRunning])
      expect(await saidOfStack(rule, [], settings)).toEqual([expect.stringContaining(reason)]);
  });
});

describe("the balance of an account that is overdrawn", () => {
  it.each([knownBalance, updateWithinBalance])(
    "is an amount that $id takes, as the CLI checks before it runs the rules",
    (rule) => {
      expect(rule.settings).toEqual({ balanceUsd: { type: "number" } });
    },
  );

  it("refuses an update that runs a job, and no other", async () => {
    const [said = "", ...more] = await saidOfStack(updateWithinBalance, [trainingJob()], { balanceUsd: -0.12 });
    expect([said, more]).toEqual([expect.stringContaining("allowed: the balance, -0.12 USD"), []]);
    expect(await saidOfStack(updateWithinBalance, [networkVolume()], { balanceUsd: -0.12 })).toEqual([]);
  });
});

describe("the planned price", () => {
  it.each([
    ["above the ceiling", { usdPerHour: 0.6 }, "plan.usdPerHour is 0.6 USD per hour"],
    ["missing", {}, "plan.usdPerHour is missing"],
    ["not known", { usdPerHour: UNKNOWN }, "plan.usdPerHour is not known in preview"],
  ])("is refused when it is %s", async (_, plan, reason) => {
    expect(await said(maxUsdPerHour, trainingJob({ plan }), { max: 0.5 })).toEqual([expect.stringContaining(reason)]);
  });

  it.each([UNKNOWN, undefined])("is refused when the whole plan is %s", async (plan) => {
    expect(await said(maxUsdPerHour, trainingJob({ plan }), { max: 0.5 })).toHaveLength(1);
  });

  it("passes while only the hash is not known", async () => {
    const plan = { usdPerHour: 0.2, hash: UNKNOWN };
    expect(await said(maxUsdPerHour, trainingJob({ plan }), { max: 0.5 })).toEqual([]);
  });
});
