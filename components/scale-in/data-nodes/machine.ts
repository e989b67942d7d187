import type { Machine } from "../machine.ts";
import type { Change } from "../nodes.ts";
import type { HdfsFacts, HdfsPort } from "./facts.ts";
import { dataNodeLimit } from "./limit.ts";
import { dataNodeObjections } from "./objections.ts";
import { type Calm, type DataNodeAction, decideDataNodes, noCalm } from "./plan.ts";

export interface DataNodeSettings {
  /** Copies that HDFS keeps of a block. */
  readonly replication: number;
  /** What one node copies, MiB per second. */
  readonly bandwidthMiBPerSecond: number;
}

/** How DataNodes leave: excluded, then decommissioned until every block has its copies elsewhere. */
export function dataNodeMachine(
  change: Change,
  settings: DataNodeSettings,
  hdfs: HdfsPort,
): Machine<HdfsFacts, DataNodeAction, Calm> {
  return {
    fresh: noCalm,
    observe: () => hdfs.observe(),
    objections: (seen) => dataNodeObjections(change, seen, settings.replication),
    decide: (seen, calm) => decideDataNodes(change, seen, calm),
    act: (action) => (action.do === "exclude" ? hdfs.exclude(action.hosts) : hdfs.refresh(action.nameNodes)),
    limit: (seen) => dataNodeLimit(change, seen, settings.bandwidthMiBPerSecond),
    blockers: async () => {
      try {
        return (await hdfs.openFiles()).map((path) => `${path} is open`);
      } catch {
        return [];
      }
    },
  };
}
