import { beforeEach, describe, expect, it } from "vitest";
import { parseConfig } from "../../stacks/config.ts";
import type * as stacks from "../../stacks/platform.ts";
import { built, mockPulumi, native } from "../support/mocks.ts";

const { buildPlatform } = native("stacks/platform.ts") as typeof stacks;

const limits = { maxUsd: 1, maxUsdPerHour: 1, maxDurationMinutes: 5, candidates: [{ gpu: "g", cloud: "SECURE" }] };
const volume = { name: "corpus", sizeGb: 10, dataCenter: "EU-RO-1", retain: false };

function config(jobs: readonly object[], more: Record<string, string> = {}) {
  return parseConfig({
    "trainyard:runpod": "emulated",
    "trainyard:trainerImage": "trainer:dev",
    "trainyard:volume": JSON.stringify(volume),
    "trainyard:jobs": JSON.stringify(jobs),
    ...more,
  });
}

beforeEach(() => mockPulumi());

describe("the platform", () => {
  it("is one volume and the jobs of the configuration, which use it", async () => {
    const jobs = [
      { name: "a", command: ["true"], ...limits },
      { name: "b", command: ["true"], volume: false, image: "other:1", ...limits },
    ];
    buildPlatform(config(jobs));
    const parts = await built();
    expect(parts.map((part) => [part.type.split(":").at(-1), part.name])).toEqual([
      ["NetworkVolume", "corpus"],
      ["TrainingJob", "a"],
      ["TrainingJob", "b"],
    ]);
    expect(parts[1]?.inputs).toMatchObject({
      volumeId: "corpus-id",
      volumeDataCenter: "EU-RO-1",
      image: "trainer:dev",
    });
    expect(parts[2]?.inputs).toMatchObject({ volumeId: null, image: "other:1" });
  });

  it("gives a recipe's job its corpus by content", async () => {
    const corpus = { "trainyard:corpusId": "c1", "trainyard:corpusDir": "/corpus" };
    buildPlatform(config([{ name: "a", recipe: "smoke-scratch", ...limits }], corpus));
    const job = (await built()).find((part) => part.name === "a");
    expect(job?.inputs).toMatchObject({ data: { id: "c1", path: "/corpus" }, recipe: { name: "smoke-scratch" } });
  });

  it("refuses to train on a corpus that is not prepared", () => {
    expect(() => buildPlatform(config([{ name: "a", recipe: "smoke-scratch", ...limits }]))).toThrow(
      'corpusId: is missing, and job "a" trains on it; ./yard up prepares it',
    );
  });

  it("previews without a prepared corpus", async () => {
    await mockPulumi("yardtest", "unit", true);
    buildPlatform(config([{ name: "a", recipe: "smoke-scratch", ...limits }]));
    expect((await built()).map((part) => part.name)).toEqual(["corpus", "a"]);
  });
});
