import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../components/lib/unknown.ts";
import { lifetimeSeconds, planJob, planPrices, reserveSeconds } from "../../../components/training-job/plan.ts";
import { catalogGpu, catalogOf, jobInputs, noCatalog } from "./fixtures.ts";

const a4000 = catalogGpu("NVIDIA RTX A4000", 0.25);
const ending = { graceSeconds: 60, handoverSeconds: 120, keepOnFailureSeconds: 0 };

describe("the price plan", () => {
  it("takes the live price of the catalog times the number of GPUs", () => {
    const inputs = jobInputs({ maxUsdPerHour: 1, candidates: [{ gpu: a4000.id, cloud: "SECURE", count: 2 }] });
    expect(planPrices(inputs, catalogOf(a4000)).candidates).toEqual([
      { gpu: a4000.id, cloud: "SECURE", dataCenter: "EU-RO-1", count: 2, usdPerHour: 0.5, source: "live" },
    ]);
  });

  it("takes the ceiling, never 0, where there is no catalog", () => {
    const prices = planPrices(jobInputs(), noCatalog);
    expect(prices.candidates.map((c) => [c.usdPerHour, c.source])).toEqual([[0.4, "ceiling"]]);
    expect(prices.usdPerHour).toBe(0.4);
  });

  it.each([0, -1, Number.NaN])("takes the ceiling where the catalog says %s", (usd) => {
    const prices = planPrices(jobInputs(), catalogOf(catalogGpu(a4000.id, usd)));
    expect(prices.usdPerHour).toBe(0.4);
  });

  it("keeps price and worst case known while volume, image and data are not", () => {
    const inputs = jobInputs({ volumeId: UNKNOWN, volumeDataCenter: UNKNOWN, imageTag: UNKNOWN });
    const prices = planPrices(inputs, catalogOf(a4000));
    expect([prices.usdPerHour, prices.worstCaseUsd, prices.hash]).toEqual([0.25, 0.421, UNKNOWN]);
    expect(prices.candidates.map((c) => c.dataCenter)).toEqual([null]);
  });

  it("keeps the ceiling as the price while the candidates themselves are not known", () => {
    const prices = planPrices(jobInputs({ candidates: UNKNOWN as never }), catalogOf(a4000));
    expect([prices.usdPerHour, prices.candidates]).toEqual([0.4, []]);
  });

  it("never puts the worst case above the cap", () => {
    expect(planPrices(jobInputs({ maxUsd: 0.1 }), catalogOf(a4000)).worstCaseUsd).toBe(0.1);
  });

  it("counts a provisioning time-out for every candidate before the last", () => {
    const one = jobInputs({ maxUsd: 100, attempts: 1 });
    const wish = { gpu: a4000.id, cloud: "SECURE" as const };
    const two = { ...one, candidates: [wish, wish] };
    const difference = planPrices(two, noCatalog).worstCaseUsd - planPrices(one, noCatalog).worstCaseUsd;
    expect(difference).toBeCloseTo((0.4 + (20 * 0.1) / 730) * 0.25, 2);
  });

  it("refuses a GPU that the live catalog does not have", () => {
    expect(() => planPrices(jobInputs(), catalogOf(catalogGpu("NVIDIA L4", 0.3)))).toThrow(
      'candidates: RunPod\'s catalog has no GPU "NVIDIA RTX A4000"; take an id of the catalog',
    );
  });

  it("refuses when every candidate is dearer than the ceiling, and says each price", () => {
    expect(() => planPrices(jobInputs(), catalogOf(catalogGpu(a4000.id, 0.55)))).toThrow(
      "none can be taken: NVIDIA RTX A4000 SECURE: costs $0.550/h, above $0.400/h",
    );
  });
});

describe("the job plan", () => {
  it("names the run after project, stack, job and hash", () => {
    const inputs = jobInputs();
    const plan = planJob(inputs, planPrices(inputs, noCatalog));
    expect(plan.run).toBe(`yardtest-unit-smoke-${plan.hash.slice(0, 8)}`);
    expect(plan.command).toEqual(["python3", "-m", "trainyard_training", "train"]);
    expect(plan.volume).toEqual({ id: "vol1", dataCenter: "EU-RO-1", mountPath: "/workspace" });
    expect(plan.maxDurationSeconds).toBe(1800);
  });

  it("refuses to start from an input that is not known yet", () => {
    const inputs = jobInputs({ volumeId: UNKNOWN });
    expect(() => planJob(inputs, planPrices(inputs, noCatalog))).toThrow("not known yet");
  });
});

describe("the deadline", () => {
  const plan = { ...ending, maxUsd: 0.5, maxDurationSeconds: 1800, ceilingUsdPerHour: 0.36 };

  it.each([
    ["the longest duration while the money lasts", plan, 0, 1800],
    ["what is left after the reserve, rounded down", plan, 0.4, 1000 - reserveSeconds(ending) - 1],
    ["nothing once the money is spent", plan, 0.5, 0],
    ["nothing when the rest pays for the ending only", plan, 0.5 - 0.0001 * reserveSeconds(ending), 0],
    ["nothing when more was spent than agreed", plan, 7, 0],
  ] as const)("is %s", (_, of, spent, seconds) => {
    expect(lifetimeSeconds(of, spent)).toBe(seconds);
  });
});
