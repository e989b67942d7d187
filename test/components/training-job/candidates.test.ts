import { describe, expect, it } from "vitest";
import { catalogQueries, resolveCandidates } from "../../../components/training-job/candidates.ts";
import { catalogGpu, catalogOf, noCatalog } from "./fixtures.ts";

const rule = { minMemoryGb: 24, maxUsdPerHour: 1 };
const anywhere = { maxUsdPerHour: 5, volumeDataCenter: null };

function stocked(id: string, usd: number, availability: string | undefined, dataCenters?: Record<string, string>) {
  const places =
    dataCenters && Object.entries(dataCenters).map(([place, level]) => ({ id: place, availability: level }));
  return catalogGpu(id, usd, { memory: 24, availability, dataCenters: places });
}

describe("a rule", () => {
  it("orders by stock, then by price, with none in stock last", () => {
    const catalog = catalogOf(
      stocked("none", 0.1, "NONE"),
      stocked("unsaid", 0.1, undefined),
      stocked("low", 0.2, "LOW"),
      stocked("high dear", 0.9, "HIGH"),
      stocked("high cheap", 0.5, "HIGH"),
      stocked("medium", 0.1, "MEDIUM"),
    );
    const { candidates } = resolveCandidates({ candidates: rule, ...anywhere }, catalog);
    expect(candidates.map((c) => c.gpu)).toEqual(["high cheap", "high dear", "medium", "low", "unsaid", "none"]);
  });

  it("reads the stock of the volume's data centre and pins it", () => {
    const catalog = catalogOf(
      stocked("elsewhere", 0.1, "HIGH", { "US-TX-3": "HIGH" }),
      stocked("here", 0.5, "LOW", { "EU-RO-1": "LOW" }),
    );
    const { candidates } = resolveCandidates(
      { candidates: rule, maxUsdPerHour: 5, volumeDataCenter: "EU-RO-1" },
      catalog,
    );
    expect(candidates.map((c) => [c.gpu, c.dataCenter])).toEqual([
      ["here", "EU-RO-1"],
      ["elsewhere", "EU-RO-1"],
    ]);
  });

  it("leaves out what is too small, too dear, not offered or too few, with the reason", () => {
    const catalog = catalogOf(
      catalogGpu("small", 0.1),
      stocked("dear", 1.2, "HIGH"),
      { ...stocked("absent", 0.1, "HIGH"), secure: false },
      { ...stocked("single", 0.1, "HIGH"), maxCount: { secure: 1, community: 1 } },
    );
    const resolution = resolveCandidates({ candidates: { ...rule, count: 2 }, ...anywhere }, catalog);
    expect(resolution.candidates).toEqual([]);
    expect(resolution.refused).toEqual([
      "dear SECURE: costs $2.400/h, above $1.000/h",
      "absent SECURE: RunPod does not offer it in SECURE",
      "single SECURE: at most 1 in one pod, got 2",
    ]);
  });

  it("names no candidate without the catalog", () => {
    expect(resolveCandidates({ candidates: rule, ...anywhere }, noCatalog)).toMatchObject({
      candidates: [],
      live: false,
    });
  });
});

describe("a list", () => {
  it("keeps its order, whatever the stock", () => {
    const wishes = ["b", "a"].map((gpu) => ({ gpu, cloud: "COMMUNITY" as const }));
    const catalog = catalogOf(stocked("a", 0.1, "HIGH"), stocked("b", 0.4, "NONE"));
    const { candidates } = resolveCandidates({ candidates: wishes, ...anywhere }, catalog);
    expect(candidates.map((c) => [c.gpu, c.usdPerHour])).toEqual([
      ["b", 0.2],
      ["a", 0.05],
    ]);
  });

  it("asks the catalog once for each pool and number of GPUs", () => {
    const wishes = [
      { gpu: "a", cloud: "SECURE" as const },
      { gpu: "b", cloud: "SECURE" as const, count: 1 },
      { gpu: "a", cloud: "COMMUNITY" as const },
    ];
    expect(catalogQueries(wishes)).toEqual([
      { cloud: "SECURE", count: 1 },
      { cloud: "COMMUNITY", count: 1 },
    ]);
  });
});
