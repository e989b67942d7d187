import { stackConfigFiles } from "../stack-config.ts";
import type { Bench } from "./benches.ts";
import { committedDev, withoutRuns } from "./committed.ts";
import { EmptyProgram } from "./empty-program.ts";
import { judged } from "./result.ts";
import { freePort } from "../../local/process/free-port.ts";

const STACK = "dev";

/** What stays up of the committed stack dev: from nothing to ready, again without a change, and a preview of all of it. */
export const benchPlatform: Bench = async (bed, runs) => {
  const committed = { ...(await committedDev(bed)), localPorts: { mlflow: await freePort() } };
  const again: number[] = [];
  const first: number[] = [];
  const down = () => bed.yard(["down", "-s", STACK]);
  const empty = await EmptyProgram.make(bed);
  await bed.configure(STACK, { ...withoutRuns(committed), jobs: [] });
  await bed.yard(["up", "-s", STACK]); // images are built and pushed once
  while (first.length < runs) {
    await down();
    first.push(await bed.yard(["up", "-s", STACK]));
    again.push(await bed.yard(["up", "-s", STACK]));
  }
  await bed.configure(STACK, committed);
  await bed.yard(["preview", "-s", STACK]); // writes the configuration that the program is given
  const { merged } = stackConfigFiles(bed, STACK);
  const whole = await empty.compare(() => bed.preview(STACK, merged), runs);
  await down();
  const seconds = { bench: "platform", baseline: "-", unit: "s" } as const;
  return [
    judged({
      ...seconds,
      what: "./yard up of the platform from nothing, images cached, no training",
      samples: first,
      goal: { atMost: 180 },
      note: "engine, emulator and cluster started, policies and preview included",
    }),
    judged({
      ...seconds,
      what: "./yard up of the platform again, nothing changed",
      samples: again,
      goal: { atMost: 15 },
    }),
    judged({
      bench: "platform",
      what: "pulumi preview of the whole stack dev, policies off",
      baseline: EmptyProgram.baseline,
      unit: "x",
      samples: whole.samples,
      goal: { atMost: 2.5 },
      note: whole.note,
    }),
  ];
};

/** Warm start of the cluster: `./yard local up --cluster` to node Ready and DNS answering. */
export const benchCluster: Bench = async (bed, runs) => {
  const start = () => bed.yard(["local", "up", "--cluster"]);
  const samples: number[] = [];
  await start();
  while (samples.length < runs) {
    await bed.yard(["local", "down"]);
    samples.push(await start());
  }
  const what = "./yard local up --cluster with its data there, to node Ready and DNS answering";
  return [judged({ bench: "cluster", what, baseline: "-", unit: "s", samples, goal: { atMost: 30 } })];
};
