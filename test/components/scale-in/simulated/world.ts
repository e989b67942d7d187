import { dataNodeMachine } from "../../../../components/scale-in/data-nodes/machine.ts";
import { Lingering } from "../../../../components/scale-in/lease/linger.ts";
import { regionServerMachine } from "../../../../components/scale-in/region-servers/machine.ts";
import { nodesOf, type ScaleInWorld } from "../../../../components/scale-in/world.ts";
import type { SimulatedClock } from "../../../support/simulated-clock.ts";
import type { Gate } from "./gate.ts";
import type { SimulatedHBase } from "./hbase.ts";
import { SimulatedHdfs } from "./hdfs.ts";
import { set } from "./kube.ts";

/** A simulated store as one run sees it: through its gate, under its name. */
export function worldOf(
  store: SimulatedHdfs | SimulatedHBase,
  clock: SimulatedClock,
  gate: Gate,
  me: string,
  replication: number,
): Omit<ScaleInWorld, "say"> {
  const settings = { replication, bandwidthMiBPerSecond: 20 };
  const nodes =
    store instanceof SimulatedHdfs
      ? nodesOf(
          "data nodes",
          (change) => dataNodeMachine(change, settings, store.port(gate)),
          () => gate.pass(() => store.list),
        )
      : nodesOf("region servers", (change) => regionServerMachine(change, store.port(gate)));
  const { kube } = store;
  const ports = { pods: kube.setPort(gate), lease: kube.leasePort(gate), nodes };
  return { set, ...ports, me, lingering: new Lingering(), clock, signal: gate.signal };
}
