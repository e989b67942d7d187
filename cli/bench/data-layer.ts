import { stackNamespace } from "../../components/lib/kubernetes-names.ts";
import { stackConfigFiles } from "../stack-config.ts";
import type { Bench } from "./benches.ts";
import { committedDev } from "./committed.ts";
import { EmptyProgram } from "./empty-program.ts";
import { type PodMemory, residentMemory } from "./resident-memory.ts";
import { judged } from "./result.ts";

const STACK = "lake";

/** Without a second NameNode, two of each server that scales, all else by default. */
const layer = {
  zookeeper: { servers: 1 },
  hdfs: { dataNodes: 2, replication: 2, dataNodeGiB: 10 },
  hbase: { regionServers: 2 },
} as const;

/** ZooKeeper, HDFS and HBase: from nothing to ready, the memory that they take, and a preview of them with all of stack dev. */
export const benchDataLayer: Bench = async (bed, runs) => {
  const alone = { runpod: "emulated", kubernetes: "local", jobs: [], ...layer };
  const up = () => bed.yard(["up", "-s", STACK]);
  const down = () => bed.yard(["down", "-s", STACK]);
  const empty = await EmptyProgram.make(bed);
  await bed.configure(STACK, alone);
  await up(); // images are built and pushed once
  const first: number[] = [];
  const resident: (readonly PodMemory[])[] = [];
  while (first.length < runs) {
    await down();
    await bed.yard(["local", "up", "--cluster"]); // a number of its own
    first.push(await up());
    resident.push(await residentMemory(await bed.cluster(), stackNamespace("trainyard", STACK)));
  }
  await bed.configure(STACK, { ...(await committedDev(bed)), ...layer });
  await bed.yard(["preview", "-s", STACK]); // writes the configuration that the program is given
  const { merged } = stackConfigFiles(bed, STACK);
  const whole = await empty.compare(() => bed.preview(STACK, merged), runs);
  await down();
  const common = { bench: "data-layer", baseline: "-" } as const;
  return [
    judged({
      ...common,
      what: "./yard up of ZooKeeper, HDFS and HBase from nothing, images cached",
      unit: "s",
      samples: first,
      goal: { atMost: 240 },
      note: "into a cluster that stands; policies and preview included",
    }),
    judged({
      ...common,
      what: "resident memory of the layer, 2 DataNodes and 2 RegionServers, no second NameNode",
      unit: "bytes",
      samples: resident.map((pods) => pods.reduce((sum, { bytes }) => sum + bytes, 0)),
      goal: { atMost: 2.5 * 1024 ** 3 },
      note: `as the kubelet counts it, idle, right after the start: ${(resident.at(-1) ?? []).map(inMiB).join(", ")}`,
    }),
    judged({
      ...common,
      what: "pulumi preview of stack dev with the layer, policies off",
      baseline: EmptyProgram.baseline,
      unit: "x",
      samples: whole.samples,
      goal: { atMost: 2.5 },
      note: whole.note,
    }),
  ];
};

const inMiB = ({ name, bytes }: PodMemory): string => `${name} ${Math.round(bytes / 1024 ** 2)} MiB`;
