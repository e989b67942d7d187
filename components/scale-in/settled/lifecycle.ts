import type { Lifecycle } from "../../lib/shim.ts";
import { connectCluster } from "../cluster/connect.ts";
import { type Connect, scaleInLifecycle } from "../kind.ts";
import { settle } from "../settle.ts";

/** What Settled does, over the cluster that `connect` reaches. */
export const settledLifecycle = (connect: Connect): Lifecycle =>
  scaleInLifecycle(
    {
      objections: async () => [],
      isUnfinished: (record) => record !== undefined,
      reach: async (surroundings, inputs) => {
        const world = surroundings.world(inputs);
        // A set that was just made has nothing to settle.
        const isNew = (await world.lease.read()) === undefined;
        if (!isNew) await settle(world, inputs.replicas);
      },
      delete: async () => undefined,
    },
    connect,
  );

export const lifecycle: Lifecycle = settledLifecycle(connectCluster);
