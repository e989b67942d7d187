import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JobInputs } from "../../../components/training-job/args.ts";
import { contentTag, runHash } from "../../../components/training-job/hash.ts";
import { jobInputs } from "./fixtures.ts";

const seed = Number(process.env["FC_SEED"] ?? Date.now() % 2_147_483_647);
const settings = { seed, numRuns: 300 };

/** The same object with its keys in another order, all the way down. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, shuffled(inner)]),
  );
}

const outside = fc.record<Partial<JobInputs>>(
  {
    image: fc.string({ minLength: 1 }),
    candidates: fc.constant([{ gpu: "other", cloud: "COMMUNITY" as const }]),
    maxUsd: fc.double({ min: 1, max: 100, noNaN: true }),
    maxUsdPerHour: fc.double({ min: 1, max: 100, noNaN: true }),
    maxDurationMinutes: fc.integer({ min: 1, max: 1000 }),
    attempts: fc.integer({ min: 1, max: 20 }),
    volumeId: fc.option(fc.string({ minLength: 1 })),
    volumeDataCenter: fc.option(fc.string({ minLength: 1 })),
    secretEnv: fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1 })),
    labels: fc.dictionary(fc.string(), fc.string()),
    registryAuthId: fc.option(fc.string({ minLength: 1 })),
    keepOnFailureMinutes: fc.integer({ min: 0, max: 10 }),
    diskGb: fc.integer({ min: 1, max: 100 }),
    ports: fc.constant(["8888/http"]),
  },
  { requiredKeys: [] },
);

describe(`the run's hash (seed ${seed})`, () => {
  it("stays the same whatever changes outside it, and in whatever order the keys stand", () => {
    fc.assert(
      fc.property(
        fc.object({ withNullPrototype: false, values: [fc.string(), fc.integer()] }),
        outside,
        (recipe, change) => {
          const base = jobInputs({ recipe: recipe as never });
          const other = { ...base, ...change, recipe: shuffled(recipe) as never };
          expect(runHash(other)).toBe(runHash(base));
        },
      ),
      settings,
    );
  });

  it.each<[string, Partial<JobInputs>]>([
    ["recipe", { recipe: { version: 1, name: "other" } }],
    ["command", { recipe: null, command: ["true"] }],
    ["content tag", { imageTag: "trainer:bad" }],
    ["data id", { data: { id: "d2", path: "/corpus" } }],
    ["environment", { env: { A: "1" } }],
    ["seed", { seed: 43 }],
  ])("changes with the %s", (_, change) => {
    expect(runHash(jobInputs(change))).not.toBe(runHash(jobInputs()));
  });

  it("does not change with the local path of the same data", () => {
    expect(runHash(jobInputs({ data: { id: "d1", path: "/elsewhere" } }))).toBe(runHash(jobInputs()));
  });

  it("is written down: a change of this value replaces every job of every stack", () => {
    expect(runHash(jobInputs())).toMatchInlineSnapshot(
      `"98e19f1e933a39d4a5db40a6113fa251fc9e1acd083edcba0b51a3e40cf9bab8"`,
    );
  });
});

describe("the content tag of an image", () => {
  it.each([
    ["registry.test:5000/team/trainer:abc@sha256:00", "trainer:abc"],
    ["trainer:abc", "trainer:abc"],
    ["team/trainer", "trainer"],
    ["registry.test/trainyard/trainer:33e0150c9348", "33e0150c9348"],
  ])("of %s is %s", (image, tag) => {
    expect(contentTag(image)).toBe(tag);
  });
});
