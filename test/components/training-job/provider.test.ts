import { beforeEach, describe, expect, it } from "vitest";
import type * as component from "../../../components/training-job/index.ts";
import { parseInputs } from "../../../components/training-job/inputs.ts";
import { userFields } from "../../../components/training-job/outputs.ts";
import { built, mockPulumi, native } from "../../support/mocks.ts";

const { TrainingJob } = native("components/training-job/index.ts") as typeof component;

const args: component.TrainingJobArgs = {
  image: "registry.test/team/trainer:dev@sha256:00",
  command: ["true"],
  candidates: [{ gpu: "NVIDIA RTX A4000", cloud: "SECURE" }],
  maxUsd: 0.5,
  maxUsdPerHour: 0.4,
  maxDurationMinutes: 30,
};

beforeEach(() => mockPulumi());

describe("TrainingJob", () => {
  it("stands as one resource of its own type, whose inputs the provider takes", async () => {
    new TrainingJob("smoke", args);
    const parts = await built();
    expect(parts.map((part) => [part.type, part.name])).toEqual([
      ["pulumi-nodejs:dynamic/runpod:TrainingJob", "smoke"],
    ]);
    const inputs = parseInputs(userFields(parts[0]?.inputs as Record<string, unknown>));
    expect(inputs).toMatchObject({
      ...{ project: "yardtest", stack: "unit", name: "smoke", imageTag: "trainer:dev" },
      ...{ attempts: 3, handoverSeconds: 120, wait: "completion", recipe: null, volumeId: null },
    });
  });

  it("takes a default where an argument is undefined", async () => {
    new TrainingJob("smoke", { ...args, ...({ attempts: undefined } as object) });
    const [part] = await built();
    expect(part?.inputs).toMatchObject({ attempts: 3 });
  });

  it("stores one small text for all jobs, which holds nothing but the loading", async () => {
    for (let n = 0; n < 20; n++) new TrainingJob(`smoke${n}`, args);
    const texts = new Set((await built()).map((part) => (part.inputs as { __provider: string }).__provider));
    expect(texts.size).toBe(1);
    const [text = ""] = texts;
    expect(text.length).toBeLessThan(4000);
    expect(text).toContain("components/training-job/lifecycle.ts");
  });
});
