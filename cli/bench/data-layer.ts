import { z } from "zod";
import { stackNamespace } from "../../components/lib/kubernetes-names.ts";
import { KubeApi } from "../../components/kubernetes/api.ts";
import type { KubeAccess } from "../../components/lib/kube-access.ts";
import { stackConfigFiles } from "../stack-config.ts";
import type { Bench } from "./benches.ts";
import { committedDev } from "./committed.ts";
import { EmptyProgram } from "./empty-program.ts";
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
  const resident: Resident[] = [];
  while (first.length < runs) {
    await down();
    await bed.yard(["local", "up", "--cluster"]); // a number of its own
    first.push(await up());
    resident.push(await residentBytes(await bed.cluster(), stackNamespace("trainyard", STACK)));
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
      samples: resident.map(({ total }) => total),
      goal: { atMost: 2.5 * 1024 ** 3 },
      note: `as the kubelet counts it, idle, right after the start: ${resident.at(-1)?.pods ?? ""}`,
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

const named = z.looseObject({ metadata: z.looseObject({ name: z.string() }) });
const nodes = z.looseObject({ items: z.array(named).min(1) });
const pods = z.looseObject({ items: z.array(named) });
const summary = z.looseObject({
  pods: z.array(
    z.looseObject({
      podRef: z.looseObject({ name: z.string(), namespace: z.string() }),
      memory: z.looseObject({ rssBytes: z.number().optional() }).optional(),
    }),
  ),
});

interface Resident {
  readonly total: number;
  /** Each pod with its MiB. */
  readonly pods: string;
}

/** The kubelet counts a pod within 10 seconds or so after it began. */
const COUNTED_SECONDS = 60;

/** Bytes that the running pods of a namespace have in memory, as soon as the kubelet has counted each of them. */
async function residentBytes(access: KubeAccess, namespace: string): Promise<Resident> {
  const api = new KubeApi(access);
  const deadline = Date.now() + COUNTED_SECONDS * 1000;
  for (;;) {
    const running = await runningPods(api, namespace);
    const counted = await countedBytes(api, namespace);
    const missing = running.filter((name) => (counted.get(name) ?? 0) === 0);
    if (missing.length === 0 && running.length > 0) {
      const each = running.map((name) => ({ name, bytes: counted.get(name) ?? 0 }));
      return {
        total: each.reduce((sum, { bytes }) => sum + bytes, 0),
        pods: each.map(({ name, bytes }) => `${name} ${Math.round(bytes / 1024 ** 2)} MiB`).join(", "),
      };
    }
    if (Date.now() > deadline)
      throw new Error(`the kubelet knows no memory of ${missing.join(", ") || "any pod"} in ${namespace}`);
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

async function runningPods(api: KubeApi, namespace: string): Promise<readonly string[]> {
  const answer = await api.get(`/api/v1/namespaces/${namespace}/pods?fieldSelector=status.phase%3DRunning`);
  return pods.parse(answer).items.map(({ metadata }) => metadata.name);
}

async function countedBytes(api: KubeApi, namespace: string): Promise<ReadonlyMap<string, number>> {
  const { items } = nodes.parse(await api.get("/api/v1/nodes"));
  const answers = items.map(({ metadata }) => api.get(`/api/v1/nodes/${metadata.name}/proxy/stats/summary`));
  const found = (await Promise.all(answers)).flatMap((answer) => summary.parse(answer).pods);
  const ours = found.filter(({ podRef }) => podRef.namespace === namespace);
  return new Map(ours.map(({ podRef, memory }) => [podRef.name, memory?.rssBytes ?? 0]));
}
