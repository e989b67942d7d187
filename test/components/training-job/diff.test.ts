import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../components/lib/unknown.ts";
import type { JobInputs } from "../../../components/training-job/args.ts";
import { compareJob } from "../../../components/training-job/diff.ts";
import { runHash } from "../../../components/training-job/hash.ts";
import { type JobResult, type Properties, stateOf } from "../../../components/training-job/outputs.ts";
import { planPrices } from "../../../components/training-job/plan.ts";
import { jobInputs, jobResult, noCatalog } from "./fixtures.ts";

function stateWith(result: Partial<JobResult> = {}, changes: Partial<JobInputs> = {}): Properties {
  const inputs = jobInputs(changes);
  return { ...stateOf(inputs, planPrices(inputs, noCatalog), runHash(inputs), jobResult(result)) };
}

const nothing = { changes: false };
const inPlace = { changes: true };

describe("a succeeded job", () => {
  it("is left alone when nothing changed", () => {
    expect(compareJob(stateWith(), { ...jobInputs() })).toEqual(nothing);
  });

  it.each<[string, Partial<JobInputs>, string]>([
    ["recipe", { recipe: { version: 1, name: "other" } }, "recipe"],
    ["command instead of its recipe", { recipe: null, command: ["true"] }, "recipe"],
    ["content tag", { imageTag: "trainer:new" }, "imageTag"],
    ["data", { data: { id: "d2", path: "/corpus" } }, "data"],
    ["environment", { env: { A: "1" } }, "env"],
    ["seed", { seed: 7 }, "seed"],
    ["name", { name: "other" }, "name"],
    ["stack", { stack: "other" }, "stack"],
  ])("is replaced, its pods first, by another %s", (_, change, field) => {
    const diff = compareJob(stateWith(), { ...jobInputs(change) });
    expect(diff).toMatchObject({ changes: true, deleteBeforeReplace: true });
    expect(diff.replaces).toContain(field);
  });

  it.each<[string, Partial<JobInputs>]>([
    ["maxUsd", { maxUsd: 0.7 }],
    ["maxUsdPerHour", { maxUsdPerHour: 0.5 }],
    ["maxDurationMinutes", { maxDurationMinutes: 60 }],
    ["provisionTimeoutMinutes", { provisionTimeoutMinutes: 5 }],
    ["attempts", { attempts: 4 }],
    ["checkpointMinutes", { checkpointMinutes: 6 }],
    ["checkpointKeep", { checkpointKeep: 3 }],
    ["stallMinutes", { stallMinutes: null }],
    ["keepOnFailureMinutes", { keepOnFailureMinutes: 1 }],
    ["handoverSeconds", { handoverSeconds: 10 }],
    ["billingWaitSeconds", { billingWaitSeconds: 5 }],
    ["labels", { labels: { team: "khmer" } }],
  ])("changes its %s in place", (_, change) => {
    expect(compareJob(stateWith(), { ...jobInputs(change) })).toEqual(inPlace);
  });

  it.each<[string, Properties]>([
    ["registry or digest", { image: "elsewhere.test/trainer:c0ffee@sha256:00" }],
    ["local path of its data", { data: { id: "d1", path: "/elsewhere" } }],
    ["candidates", { candidates: [{ gpu: "NVIDIA L4", cloud: "SECURE" }] }],
    ["volume", { volumeId: "vol2", volumeDataCenter: "US-TX-3" }],
    ["volume, not known yet", { volumeId: UNKNOWN, volumeDataCenter: UNKNOWN }],
    ["secrets", { secretEnv: { HF_TOKEN: "hf" } }],
    ["registry credential", { registryAuthId: "reg1" }],
    ["price plan", { plan: { usdPerHour: 9 } }],
    ["provider text", { __provider: "other" }],
  ])("is left alone by another %s", (_, change) => {
    expect(compareJob(stateWith(), { ...jobInputs(), ...change })).toEqual(nothing);
  });

  it("may change, says preview, while what the hash is made of is not known", () => {
    expect(compareJob(stateWith(), { ...jobInputs(), data: UNKNOWN })).toEqual(inPlace);
  });
});

describe("a job that is not done", () => {
  it.each([
    "failed",
    "timed-out",
    "interrupted",
    "over-budget",
    "cancelled",
    "running",
    "creating",
    "planned",
  ] as const)("goes on at the next up when it is %s", (status) => {
    expect(compareJob(stateWith({ status }), { ...jobInputs() })).toEqual(inPlace);
  });

  it("is done while it runs when its start was all that was asked for", () => {
    const started = { wait: "started" } as const;
    expect(compareJob(stateWith({ status: "running" }, started), { ...jobInputs(started) })).toEqual(nothing);
  });

  it("goes on when completion is asked for after its start", () => {
    const state = stateWith({ status: "running" }, { wait: "started" });
    expect(compareJob(state, { ...jobInputs() })).toEqual(inPlace);
  });

  it("is replaced, not continued, when it is another run", () => {
    expect(compareJob(stateWith({ status: "failed" }), { ...jobInputs({ seed: 7 }) })).toMatchObject({
      replaces: ["seed"],
    });
  });
});
