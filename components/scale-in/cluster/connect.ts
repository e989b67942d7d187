import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { KubeApi } from "../../kubernetes/api.ts";
import { realClock } from "../../lib/clock.ts";
import { kubeAccess } from "../../lib/kube-access.ts";
import { watchCli } from "../../runpod/cli-watch.ts";
import { dataNodeMachine } from "../data-nodes/machine.ts";
import type { ScaleInInputs } from "../inputs.ts";
import { Lingering } from "../lease/linger.ts";
import { regionServerMachine } from "../region-servers/machine.ts";
import { type Nodes, nodesOf, type ScaleInWorld } from "../world.ts";
import { excludedHosts, hdfsPort } from "./hdfs.ts";
import { hbasePort } from "./hbase.ts";
import { leasePath, leasePort } from "./lease.ts";
import { setPort } from "./set.ts";

/** What the life cycles act on. */
export interface Surroundings {
  readonly world: (inputs: ScaleInInputs) => ScaleInWorld;
  /** Removes the record of a set that is no more. */
  readonly forget: (inputs: ScaleInInputs) => Promise<void>;
  readonly say: (line: string) => void;
}

/** Both resources of a program run in one process, which holds a set from the drain to its settling. */
const me = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
const lingering = new Lingering();
let watched: AbortSignal | undefined;

/** The cluster that the stack's configuration names. Throws where it names none that there is. */
export function connectCluster(config: (key: string) => string | undefined): Surroundings {
  const api = new KubeApi(kubeAccess(config("trainyard:kubernetes"), config("trainyard:kubeconfig")));
  const signal = (watched ??= watchCli());
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  return {
    world: (inputs) => {
      const { namespace, statefulSet, service, limitMinutes } = inputs;
      const set = { namespace, statefulSet, service };
      const limitSeconds = limitMinutes === null ? undefined : limitMinutes * 60;
      const ports = { pods: setPort(api, set), lease: leasePort(api, set), nodes: nodesIn(api, inputs) };
      return { set, ...ports, me, lingering, clock: realClock, signal, limitSeconds, say };
    },
    forget: async ({ namespace, statefulSet, service }) => api.remove(leasePath({ namespace, statefulSet, service })),
    say,
  };
}

function nodesIn(api: KubeApi, { namespace, statefulSet, service, dataNodes, regionServers }: ScaleInInputs): Nodes {
  const set = { namespace, statefulSet, service };
  if (dataNodes !== null) {
    const hdfs = hdfsPort(api, set, dataNodes);
    const marked = () => excludedHosts(api, namespace, dataNodes.excludeConfigMap);
    return nodesOf("data nodes", (change) => dataNodeMachine(change, dataNodes, hdfs), marked);
  }
  if (regionServers === null) throw new Error("neither dataNodes nor regionServers are given");
  const hbase = hbasePort(api, namespace, regionServers);
  return nodesOf("region servers", (change) => regionServerMachine(change, hbase));
}
