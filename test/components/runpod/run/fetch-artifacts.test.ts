import { expect, it } from "vitest";
import type { Attempt } from "../../../../components/runpod/run/attempt.ts";
import { fetchFromPod } from "../../../../components/runpod/run/fetch-artifacts.ts";
import type { PodPort } from "../../../../components/runpod/service.ts";
import { realClock } from "../../../../components/lib/clock.ts";

/** A run folder that keeps nothing but what it is told, and a pod that encodes names as the real client does. */
function fetching(names: readonly string[]) {
  const [kept, told] = [new Set<string>(), [] as string[]];
  const runs = {
    absolute: (path: string) => path,
    sha256: (path: string) => Promise.resolve(kept.has(path) ? "hash" : undefined),
    read: () => Promise.resolve(undefined),
  };
  const world = { runs, clock: realClock, log: (line: string) => told.push(line) };
  const folder = { path: "job/a1", save: () => Promise.resolve() };
  const port = {
    artifacts: () => Promise.resolve(names.map((path) => ({ path, size: 1, sha256: "hash" }))),
    getArtifact: (path: string, to: string) => {
      encodeURIComponent(path);
      kept.add(to);
      return Promise.resolve();
    },
  };
  const done = fetchFromPod({ world, folder } as unknown as Attempt, port as unknown as PodPort);
  return done.then(() => ({ kept: [...kept], told }));
}

it("fetches the other results where the name of one is no text", async () => {
  const { kept, told } = await fetching(["a.bin", "caf\udce9.bin", "../b.bin", "model/រៀន.bin"]);
  expect(kept).toEqual(["job/a1/artifacts/a.bin", "job/a1/artifacts/model/រៀន.bin"]);
  expect(told).toEqual([
    'warning: a result named "caf\\udce9.bin" is left where it is',
    'warning: a result named "../b.bin" is left where it is',
  ]);
});
