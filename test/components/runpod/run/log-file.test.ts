import { expect, it } from "vitest";
import { LogFile } from "../../../../components/runpod/run/log-file.ts";
import { RunFolder } from "../../../../components/runpod/run/run-folder.ts";
import type { World } from "../../../../components/runpod/run/world.ts";
import { createYard, plan } from "../../../support/simulated-yard.ts";

const at = "2026-11-01T00:00:01Z";
const text = (...lines: string[]) => lines.map((line) => `${at} ${line}\n`).join("");

type Change = (runs: World["runs"], clock: World["clock"]) => World["runs"];

async function opened(change: Change = (runs) => runs) {
  const yard = await createYard();
  const { world } = yard.controller();
  const keeping = { ...world, runs: change(world.runs, yard.clock) };
  const folder = await RunFolder.make(keeping, plan(yard), 1, "token");
  const file = await LogFile.open(keeping, folder, "p1");
  const take = (...lines: string[]) => {
    for (const line of lines) file.take({ id: at, ts: at, source: "container", line });
  };
  return { yard, file, take, kept: () => yard.disk.get(`/home/${folder.path}/container.log`) };
}

it("keeps equal lines of one moment, whose id RunPod documents to be the time", async () => {
  const { file, take, kept } = await opened();
  take("a", "a", "b");
  await file.flush();
  expect(kept()).toBe(text("a", "a", "b"));
});

it("keeps equal lines that come without an id", async () => {
  const { file, kept } = await opened();
  for (const ts of ["1", "2"]) file.take({ id: "", ts, source: "container", line: "a" });
  await file.flush();
  expect(kept()).toBe("1 a\n2 a\n");
});

it("writes lines once that come again over a new connection", async () => {
  const { file, take, kept } = await opened();
  take("a", "a", "b");
  file.connect();
  take("a", "a", "b", "b", "c");
  await file.flush();
  expect(kept()).toBe(text("a", "a", "b", "b", "c"));
});

it("writes in order although a disk is slow", async () => {
  const waits = [1_000];
  const { yard, file, take, kept } = await opened((runs, clock) => ({
    ...runs,
    append: async (path, what) => {
      await clock.sleep(waits.pop() ?? 0);
      await runs.append(path, what);
    },
  }));
  take("a");
  const first = file.flush();
  take("b");
  await yard.clock.run(Promise.all([first, file.flush()]));
  expect(kept()).toBe(text("a", "b"));
});
