import { describe, expect, it } from "vitest";
import type { Step, Violation } from "../../../cli/plan/engine-events.ts";
import { isJudgedAgain, judgedLater } from "../../../cli/plan/later.ts";
import { renderViolations } from "../../../cli/plan/render.ts";
import { TRAINING_JOB } from "../../../components/lib/cost/figure.ts";

const refused: Violation = {
  ...{ pack: "trainyard-cost", rule: "max-usd", level: "mandatory", resource: "smoke" },
  message: 'TrainingJob "smoke", rule max-usd: maxUsd is 2 USD, allowed: at most 1 USD; lower maxUsd',
};
const later = (rule: string, resource: string): Violation => ({
  ...{ pack: "trainyard-security", rule, level: "advisory", resource },
  message: `can't run policy '${rule}' from policy pack 'trainyard-security@v0.1.0' during preview: string value at .x can't be known during preview`,
});

describe("violations", () => {
  it("are shown with level, pack, rule and resource, and their message below", () => {
    expect(renderViolations({ violations: [refused] })).toBe(
      `mandatory: trainyard-cost/max-usd on smoke\n  ${refused.message}`,
    );
  });

  it("are told from what only the update can judge, which takes one line", () => {
    const violations = [
      later("image-digest", "web"),
      refused,
      later("image-digest", "db"),
      later("no-latest-tag", "db"),
    ];
    expect(judgedLater({ violations })).toHaveLength(3);
    const [, , last, ...more] = renderViolations({ violations }).split("\n");
    expect(last).toMatch(/judges it before it makes the resource: image-digest, no-latest-tag on db, web$/);
    expect(more).toEqual([]);
  });

  it("are looked for again in an update whose jobs search the catalog themselves, since it moves", () => {
    const job = (op: string, candidates: unknown): Step => ({
      ...{ op, urn: "u", name: "smoke", diffs: [], type: TRAINING_JOB, inputs: { candidates } },
    });
    const again = (step: Step) => isJudgedAgain({ violations: [], steps: [step] });
    expect(again(job("create", { minMemoryGb: 24 }))).toBe(true);
    expect([again(job("same", { minMemoryGb: 24 })), again(job("create", [{ gpu: "NVIDIA L4" }]))]).toEqual([
      false,
      false,
    ]);
    expect(isJudgedAgain({ violations: [later("image-digest", "web")], steps: [] })).toBe(true);
  });

  it("are no text where there are none", () => {
    expect(renderViolations({ violations: [] })).toBe("");
  });
});
