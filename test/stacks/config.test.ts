import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../stacks/config.ts";

/** A committed stack file as Pulumi hands it to the program: structured values as JSON text. */
function committed(stack: string): Record<string, string> {
  const file = parse(readFileSync(new URL(`../../Pulumi.${stack}.yaml`, import.meta.url), "utf8")) as {
    config: Record<string, unknown>;
  };
  const entries = Object.entries(file.config);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

const image = { "trainyard:trainerImage": "trainer:dev" };

function complaint(changes: Record<string, string | undefined>): string {
  const values: Record<string, string | undefined> = { ...committed("dev"), ...image, ...changes };
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  try {
    parseConfig(Object.fromEntries(given));
  } catch (error) {
    return (error as Error).message;
  }
  return "none";
}

const job = (change: object) => {
  const base = { name: "a", command: ["true"], candidates: [{ gpu: "g", cloud: "SECURE" }] };
  return {
    "trainyard:jobs": JSON.stringify([{ ...base, maxUsd: 1, maxUsdPerHour: 1, maxDurationMinutes: 5, ...change }]),
  };
};

describe("the stack's configuration", () => {
  it.each(["dev", "test", "staging", "prod"])("of %s is right once the image is given", (stack) => {
    expect(parseConfig({ ...committed(stack), ...image }).jobs).toHaveLength(1);
  });

  it("keeps data in prod and staging, none in test and dev", () => {
    const of = (stack: string) => parseConfig({ ...committed(stack), ...image }).volume?.retain;
    expect(["prod", "staging", "test", "dev"].map(of)).toEqual([true, true, false, false]);
  });

  it("asks for more from dev over test and staging to prod, of data, money and time", () => {
    const sizes = ["dev", "test", "staging", "prod"].map((stack) => {
      const { volume, jobs } = parseConfig({ ...committed(stack), ...image });
      return [volume?.sizeGb, jobs[0]?.maxUsd, jobs[0]?.maxDurationMinutes] as const;
    });
    for (const [index, size] of sizes.slice(1).entries())
      for (const [at, amount] of size.entries()) expect(amount).toBeGreaterThan(sizes[index]?.[at] ?? Infinity);
  });

  it("may be of a platform alone", () => {
    expect(complaint({ "trainyard:jobs": "[]" })).toBe("none");
  });

  it("refuses with all problems at once", () => {
    const changes = {
      "trainyard:runpod": undefined,
      "trainyard:wat": "1",
      ...job({ maxUsd: -1, maxUsdPerHour: undefined }),
    };
    expect(complaint(changes)).toBe(
      [
        "configuration of this stack (trainyard:...): 4 problem(s) in its arguments",
        "  - runpod: is missing",
        "  - jobs[0].maxUsd: must be above 0, got -1",
        "  - jobs[0].maxUsdPerHour: is missing",
        "  - wat: is not a known key; remove it",
      ].join("\n"),
    );
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    ["a tracker without a cluster", { "trainyard:kubernetes": undefined }, "mlflow: needs a cluster"],
    ["a tracker without a database", { "trainyard:postgres": undefined }, "mlflow: keeps its runs in Postgres"],
    [
      "a budget without a database",
      { "trainyard:budget": '{"limitUsd":5}', "trainyard:postgres": undefined },
      "budget: is kept in Postgres",
    ],
    ["a budget that names no limit", { "trainyard:budget": "{}" }, "budget.limitUsd: is missing"],
    ["an image that is no text", { "trainyard:images": '{"mlflow":1}' }, "images.mlflow: must be"],
    ["an image of a name that is none of ours", { "trainyard:images": '{"trianer":"x@sha256:0"}' }, "images.trianer: "],
    [
      "neither a job nor a platform",
      {
        "trainyard:jobs": "[]",
        ...{ "trainyard:kubernetes": undefined, "trainyard:postgres": undefined, "trainyard:mlflow": undefined },
      },
      "jobs: is empty, and the stack has no platform either",
    ],
    ["jobs that are no list", { "trainyard:jobs": "x" }, 'jobs: must be a list, got "x"'],
    ["an unknown key in a job", job({ gpu: "x" }), "jobs[0].gpu: is not a known key"],
    ["a job with recipe and command", job({ recipe: "smoke-scratch" }), "jobs[0].recipe: give exactly one"],
    [
      "a pool that is not there",
      job({ candidates: [{ gpu: "g", cloud: "ALL" }] }),
      'jobs[0].candidates[0].cloud: must be "SECURE" or "COMMUNITY"',
    ],
    [
      "two jobs of one name",
      {
        "trainyard:jobs": JSON.stringify([
          ...(JSON.parse(job({})["trainyard:jobs"]) as object[]),
          ...(JSON.parse(job({})["trainyard:jobs"]) as object[]),
        ]),
      },
      'jobs[1].name: "a" is taken',
    ],
    [
      "a job on a volume that is not there",
      { "trainyard:volume": undefined, ...job({ volume: true }) },
      "jobs[0].volume: this stack has no volume",
    ],
    ["a corpus without its id", { "trainyard:corpusDir": "/c" }, "corpusId: give corpusId and corpusDir together"],
    [
      "a volume too small",
      { "trainyard:volume": '{"name":"v","sizeGb":5,"dataCenter":"x","retain":false}' },
      "volume.sizeGb: must be at least 10, got 5",
    ],
  ])("refuses %s", (_, changes, reason) => {
    expect(complaint(changes)).toContain(reason);
  });

  it("leaves other namespaces alone", () => {
    expect(complaint({ "aws:region": "x" })).toBe("none");
  });
});
