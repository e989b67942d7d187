import * as pulumi from "../lib/pulumi.ts";
import type { ScaleInArgs } from "../scale-in/index.ts";
import type { HdfsPlan } from "./plan.ts";
import { nameNodeAddresses } from "./render/hosts.ts";

/** How DataNodes leave: every NameNode is told, and every block has its copies elsewhere before a pod goes. */
export function scaleInOf(plan: HdfsPlan, namespace: pulumi.Input<string>): ScaleInArgs {
  const { name, replicas } = plan.dataNodes;
  const labels = Object.entries(plan.adminLabels).map(([key, value]) => `${key}=${value}`);
  return {
    namespace,
    statefulSet: name,
    service: name,
    replicas,
    dataNodes: {
      nameNodes: pulumi.output(namespace).apply((space) => nameNodeAddresses(plan, space)),
      excludeConfigMap: `${plan.name}-exclude`,
      replication: plan.replication,
      adminSelector: labels.join(","),
    },
  };
}
