import { describe, expect, it } from "vitest";
import { evaluationGate, imagesGate, runsGate, standsGate } from "../../../cli/promotion/gates.ts";

const reference = (name: string) => `registry.example.org/trainyard/${name}@sha256:${"a".repeat(64)}`;
const done = { status: "succeeded", exitCode: 0, metrics: { heldOutLoss: 5, untrainedLoss: 9, unigramLoss: 7 } };
const outputs = (change: object = {}) => ({ jobs: { khmer: { ...done, ...change } } });

describe("a stack is up", () => {
  it.each([
    [[], "it was never brought up"],
    [[{ kind: "refresh", result: "succeeded" }], "it was never brought up"],
    [
      [
        { kind: "destroy", result: "succeeded" },
        { kind: "update", result: "succeeded" },
      ],
      "it was taken down",
    ],
    [[{ kind: "update", result: "failed" }], "its last update failed"],
    [[{ kind: "update", result: "in-progress" }], "its last update in progress"],
    [
      [
        { kind: "refresh", result: "failed" },
        { kind: "update", result: "succeeded" },
      ],
      undefined,
    ],
  ])("after %j: %s", (past, problem) => {
    expect(standsGate("staging", past)).toEqual({ gate: "staging is up", problem });
  });
});

describe("the runs are done", () => {
  it.each([
    [{}, "no run is recorded, so nothing was tried"],
    [outputs(), undefined],
    [outputs({ status: "running", exitCode: null }), "khmer running"],
    [outputs({ exitCode: 1 }), "khmer succeeded"],
  ])("%j: %s", (given, problem) => {
    expect(runsGate("staging", given).problem).toBe(problem);
  });
});

describe("the evaluation is passed", () => {
  it.each([
    [done.metrics, undefined],
    [null, "khmer left no held-out loss"],
    [{ heldOutLoss: 5 }, "khmer was compared with nothing"],
    [{ heldOutLoss: 8, untrainedLoss: 9, unigramLoss: 7 }, "khmer is no better (8) than word counts (7)"],
    [{ heldOutLoss: 9, untrainedLoss: 9 }, "khmer is no better (9) than the untrained model (9)"],
    [{ heldOutLoss: 5, untrainedLoss: 9, unigramLoss: null }, undefined],
  ])("with %j: %s", (metrics, problem) => {
    expect(evaluationGate("staging", outputs({ metrics })).problem).toBe(problem);
  });
});

describe("the images stand by their digests", () => {
  const known = { tagOf: () => "0123456789ab", isRecorded: () => false };
  const image = { name: "mlflow", reference: reference("mlflow"), contentTag: "0123456789ab" };

  it("passes those of these very sources, and those that were recorded when they came", () => {
    expect(imagesGate("staging", [image], known).problem).toBeUndefined();
    const promoted = { ...image, contentTag: undefined };
    expect(imagesGate("staging", [promoted], { ...known, isRecorded: () => true }).problem).toBeUndefined();
  });

  it("refuses those of other sources, those without a digest, and none", () => {
    const problems = [
      [{ ...image, contentTag: "ffffffffffff" }],
      [{ ...image, contentTag: undefined }],
      [{ ...image, name: "trainer", reference: "docker.io/trainyard/trainer:0123456789ab" }],
      [],
    ].map((images) => imagesGate("staging", images, known).problem);
    const other = "mlflow is of other sources than these: check out the commit that staging was brought up from";
    const engine = "trainer is only in the engine that built it (docker.io/trainyard/trainer:0123456789ab)";
    expect(problems).toEqual([other, other, engine, "it runs none of ours"]);
  });
});
