import { type ResourceValidationArgs, type ResourceValidationPolicy } from "@pulumi/policy";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import dev from "../../../policies/cost/dev.json" with { type: "json" };
import prod from "../../../policies/cost/prod.json" with { type: "json" };
import { UNKNOWN } from "../../../components/lib/unknown.ts";
import { maxDurationMinutes } from "../../../policies/cost/rules/max-duration-minutes.ts";
import { maxUsd } from "../../../policies/cost/rules/max-usd.ts";
import { maxUsdPerHour } from "../../../policies/cost/rules/max-usd-per-hour.ts";

/** What the SDK puts around inputs in preview; it has no type of its own. */
const { unknownCheckingProxy } = createRequire(import.meta.url)("@pulumi/policy") as {
  unknownCheckingProxy: (props: object) => Record<string, unknown>;
};
const JOB = "pulumi-nodejs:dynamic/runpod:TrainingJob";
const sound = { maxUsd: 0.5, maxUsdPerHour: 0.4, maxDurationMinutes: 30, plan: { usdPerHour: 0.25 } };
const rules: readonly [ResourceValidationPolicy, string, number][] = [
  [maxUsd, "maxUsd", 1],
  [maxUsdPerHour, "maxUsdPerHour", 0.5],
  [maxDurationMinutes, "maxDurationMinutes", 60],
];

/** What a rule says of a resource, in preview, where unknown values throw when they are touched. */
async function verdict(rule: ResourceValidationPolicy, props: object, config: object, type = JOB): Promise<string[]> {
  const said: string[] = [];
  const args = {
    type,
    name: "smoke",
    props: unknownCheckingProxy(props),
    getConfig: () => config,
  } as unknown as ResourceValidationArgs;
  const validate = rule.validateResource;
  if (typeof validate !== "function") throw new Error("the rule has no single validation");
  await validate(args, (message) => said.push(message));
  return said;
}

describe.each(rules)("$name", (rule, field, max) => {
  it("passes what is within the ceiling, and just on it", async () => {
    expect(await verdict(rule, sound, { max })).toEqual([]);
    expect(await verdict(rule, { ...sound, [field]: max }, { max })).toEqual([]);
  });

  it("refuses more, naming resource, rule, what it is, what is allowed and what to do", async () => {
    const [said] = await verdict(rule, { ...sound, [field]: max * 2 }, { max });
    expect(said).toContain(`TrainingJob "smoke", rule ${rule.name}: ${field} is ${max * 2}`);
    expect(said).toContain(`at most ${max}`);
    expect(said).toContain(`lower ${field} in Pulumi.<stack>.yaml or raise "max" of "${rule.name}"`);
  });

  it.each([undefined, null])("refuses %s", async (value) => {
    const [said] = await verdict(rule, { ...sound, [field]: value }, { max });
    expect(said).toContain(`${field} is missing`);
  });

  it.each([0, -1, "1", Number.NaN])("refuses %s, which is no amount", async (value) => {
    const [said] = await verdict(rule, { ...sound, [field]: value }, { max });
    expect(said).toContain(`${field} must be a number above 0`);
  });

  it("refuses what preview cannot know", async () => {
    const [said] = await verdict(rule, { ...sound, [field]: UNKNOWN }, { max });
    expect(said).toContain(`${field} is not known in preview`);
  });

  it("refuses everything where nobody decided on a ceiling", async () => {
    const said = await verdict(rule, sound, {});
    expect(said).toHaveLength(1);
    expect(said[0]).toContain("nobody decided");
  });

  it("leaves other resources alone", async () => {
    expect(await verdict(rule, {}, { max }, "pulumi-nodejs:dynamic/runpod:NetworkVolume")).toEqual([]);
  });

  it("has a ceiling in dev and in prod", () => {
    for (const config of [dev, prod] as Record<string, { max: number }>[]) {
      expect(config[rule.name]?.max).toBeGreaterThan(0);
    }
  });
});

describe("the planned price", () => {
  it.each([
    ["above the ceiling", { usdPerHour: 0.6 }, "plan.usdPerHour is 0.6 USD per hour"],
    ["missing", {}, "plan.usdPerHour is missing"],
    ["not known", { usdPerHour: UNKNOWN }, "plan.usdPerHour is not known in preview"],
  ])("is refused when it is %s", async (_, plan, reason) => {
    const said = await verdict(maxUsdPerHour, { ...sound, plan }, { max: 0.5 });
    expect(said.map((line) => line.includes(reason))).toEqual([true]);
  });

  it.each([UNKNOWN, undefined])("is refused when the whole plan is %s", async (plan) => {
    expect(await verdict(maxUsdPerHour, { ...sound, plan }, { max: 0.5 })).toHaveLength(1);
  });

  it("passes while only the hash is not known", async () => {
    expect(await verdict(maxUsdPerHour, { ...sound, plan: { usdPerHour: 0.2, hash: UNKNOWN } }, { max: 0.5 })).toEqual(
      [],
    );
  });
});

describe("many jobs", () => {
  it("are each judged: one dear one among a hundred is found", async () => {
    const jobs = Array.from({ length: 100 }, (_, n) => ({ ...sound, maxUsd: n === 57 ? 2 : 0.5 }));
    const said = await Promise.all(jobs.map((props) => verdict(maxUsd, props, { max: 1 })));
    expect(said.flatMap((lines, n) => (lines.length > 0 ? [n] : []))).toEqual([57]);
  });
});
