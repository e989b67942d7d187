import { expect, it } from "vitest";
import { observeJob } from "../../../../components/runpod/run/observe-job.ts";
import { runJob } from "../../../../components/runpod/run/run-job.ts";
import { observedRun } from "../../../../components/training-job/runs.ts";
import { createYard, plan, type Wishes, type Yard } from "../../../support/simulated-yard.ts";

const start = (yard: Yard) => yard.clock.run(runJob(plan(yard, { wait: "started" }), yard.controller().world));
const look = (yard: Yard, wishes: Wishes = {}) => yard.clock.run(observeJob(plan(yard), yard.controller(wishes).world));

it("sees a running pod that lists do not show yet", async () => {
  const yard = await createYard({ script: { trainSeconds: 600 } });
  const fault = { kind: "list-lag", seconds: 50 } as const;
  yard.emulator.core.addFault({ match: { method: "POST", path: "/v2/pods" }, fault });
  await start(yard);
  expect((await look(yard)).state).toBe("live");
});

it("does not call a run gone whose end the volume tells", async () => {
  const yard = await createYard({ script: { trainSeconds: 30 } });
  await start(yard);
  await yard.clock.advance(600_000);
  expect(yard.emulator.core.pods().map((pod) => pod.status)).toEqual(["TERMINATED"]);
  expect((await look(yard)).state).toBe("over");
});

it("refuses to say what became of a run while its volume cannot be read", async () => {
  const yard = await createYard({ script: { trainSeconds: 30 } });
  await start(yard);
  await yard.clock.advance(600_000);
  const unreadable = look(yard, { volumeFault: () => "before" });
  await expect(unreadable).rejects.toThrow(/nobody can say whether the run has finished.*try again when the volume/);
});

it("refuses to say what became of a run of which nothing is kept here while its volume cannot be read", async () => {
  const yard = await createYard({ script: { trainSeconds: 30 } });
  await start(yard);
  await yard.clock.advance(600_000);
  yard.disk.clear();
  await expect(look(yard, { volumeFault: () => "before" })).rejects.toThrow(
    "nobody can say whether the run has finished",
  );
  expect((await look(yard)).state).toBe("over");
});

it("does not call a run gone whose pod lives, although nothing of it is kept here", async () => {
  const yard = await createYard({ script: { trainSeconds: 600 } });
  const job = plan(yard, { volume: null, wait: "started" });
  const { world } = yard.controller({ withVolume: false });
  await yard.clock.run(runJob(job, world));
  yard.disk.clear();
  const worlds = { service: world.service, forRun: () => world, forEnding: () => world };
  expect(await yard.clock.run(observedRun(job, worlds))).toBe("unrecorded");
});
