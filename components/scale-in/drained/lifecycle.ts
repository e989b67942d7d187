import type { Lifecycle } from "../../lib/shim.ts";
import { connectCluster } from "../cluster/connect.ts";
import { drain } from "../drain.ts";
import { type Connect, scaleInLifecycle } from "../kind.ts";
import { changeOf } from "../nodes.ts";
import { isUnfinished } from "../record.ts";

/** What Drained does, over the cluster that `connect` reaches. */
export const drainedLifecycle = (connect: Connect): Lifecycle =>
  scaleInLifecycle(
    {
      objections: async (surroundings, inputs) => {
        const { set, pods, nodes } = surroundings.world(inputs);
        return nodes.objections(changeOf(set, await pods.replicas(), inputs.replicas));
      },
      isUnfinished,
      reach: (surroundings, inputs) => drain(surroundings.world(inputs), inputs.replicas),
      delete: (surroundings, inputs) => surroundings.forget(inputs),
    },
    connect,
  );

export const lifecycle: Lifecycle = drainedLifecycle(connectCluster);
