import { describe, expect, it } from "vitest";
import type { CandidateWish } from "../../../components/training-job/args.ts";
import { CatalogReader } from "../../../components/training-job/catalog.ts";
import type { GpuType } from "../../../components/runpod/service.ts";
import { catalogGpu } from "./fixtures.ts";

const secure: readonly CandidateWish[] = [{ gpu: "a", cloud: "SECURE" }];

function reader(answer: () => Promise<readonly unknown[]>) {
  const asked: unknown[] = [];
  const time = { ms: 0 };
  const listGpus = async (filter: unknown) => {
    asked.push(filter);
    return (await answer()) as readonly GpuType[];
  };
  return { asked, time, catalog: new CatalogReader({ listGpus }, () => time.ms) };
}

describe("the catalog", () => {
  it("is asked once for a hundred jobs", async () => {
    const { catalog, asked } = reader(async () => [catalogGpu("a", 0.2)]);
    const answers = await Promise.all(Array.from({ length: 100 }, () => catalog.read(secure, 3000)));
    expect(asked).toEqual([{ cloud: "SECURE", count: 1, timeoutMs: 3000 }]);
    expect(answers.every((answer) => answer?.("SECURE", 1)?.[0]?.id === "a")).toBe(true);
  });

  it("is not asked again at once after a failure, but is after a minute", async () => {
    const { catalog, asked, time } = reader(() => Promise.reject(new Error("away")));
    expect(await catalog.read(secure, 3000)).toBeUndefined();
    expect(await catalog.read(secure, 3000)).toBeUndefined();
    expect(asked).toHaveLength(1);
    time.ms = 60_000;
    await catalog.read(secure, 3000);
    expect(asked).toHaveLength(2);
  });

  it("is given up after the time-out, whatever the call does", async () => {
    const { catalog } = reader(() => new Promise(() => undefined));
    expect(await catalog.read(secure, 5)).toBeUndefined();
  });
});
