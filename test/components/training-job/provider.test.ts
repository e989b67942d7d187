import { beforeEach, describe, expect, it } from "vitest";
import type * as component from "../../../components/training-job/index.ts";
import { parseInputs } from "../../../components/training-job/inputs.ts";
import { userFields } from "../../../components/training-job/outputs.ts";
import { built, leaks, mockPulumi, native } from "../../support/mocks.ts";

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

describe("TrainingJob with a link to MLflow", () => {
  const mlflow = {
    ...{ controlUrl: "kube://track/ledger:5000", username: "yard", password: "SENTINEL" },
    ...{ podUrl: "https://ledger.test", podHeaders: { "X-Access": "SENTINEL" } },
    ...{ url: "http://ledger.track.svc:5000", pods: {} },
  };

  it("keeps password and headers secret, takes only what it uses, and adds nothing to a job without a link", async () => {
    new TrainingJob("plain", args);
    new TrainingJob("smoke", { ...args, mlflow });
    const [plain, smoke] = await built();
    expect(Object.keys((plain?.inputs ?? {}) as object)).not.toContain("mlflow");
    // Pulumi hides the whole of an object that holds a secret.
    const link = (smoke?.inputs as { mlflow: { value: object } }).mlflow;
    expect(Object.keys(link.value).sort()).toEqual(["controlUrl", "password", "podHeaders", "podUrl", "username"]);
    expect(leaks(smoke?.inputs, "SENTINEL")).toEqual([]);
    expect(JSON.stringify(smoke?.inputs)).toContain("SENTINEL");
  });
});
