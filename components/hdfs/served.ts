import { podHost } from "../lib/kubernetes-names.ts";
import * as pulumi from "../lib/pulumi.ts";
import type { HdfsLink } from "./link.ts";
import type { HdfsPlan } from "./plan.ts";
import {
  DATA_NODE_HTTP_PORT,
  DATA_NODE_IPC_PORT,
  DATA_NODE_PORT,
  NAME_NODE_HTTP_PORT,
  NAME_NODE_PORT,
} from "./render/constants.ts";
import { defaultFs, nameNodeAddresses } from "./render/hosts.ts";

interface Served {
  readonly namespace: pulumi.Output<string>;
  readonly discovery: pulumi.Output<string>;
  /** What must stand before anybody uses the file system. */
  readonly dataNodes: pulumi.CustomResource & { readonly metadata: pulumi.Output<{ readonly name: string }> };
  readonly admin: pulumi.CustomResource & { readonly metadata: pulumi.Output<{ readonly name: string }> };
}

/** The link of a file system: every address in it is known when the DataNodes stand. */
export function linkOf(plan: HdfsPlan, { namespace, discovery, dataNodes, admin }: Served): HdfsLink {
  const standing = pulumi
    .all([namespace, discovery, dataNodes.metadata.name, admin.metadata.name])
    .apply(([space, map, set]) => ({ space, map, set }));
  const { name } = plan.dataNodes;
  const selector = Object.entries(plan.adminLabels).map(([key, value]) => `${key}=${value}`);
  return {
    defaultFs: standing.apply(({ space }) => defaultFs(plan, space)),
    nameNodes: standing.apply(({ space }) => nameNodeAddresses(plan, space)),
    discovery: standing.apply(({ map }) => map),
    namespace,
    podLabels: plan.allLabels,
    nameNodePods: { namespace, labels: plan.nameNodes.labels },
    dataNodePods: { namespace, labels: plan.dataNodes.labels },
    ports: {
      nameNode: NAME_NODE_PORT,
      nameNodeHttp: NAME_NODE_HTTP_PORT,
      dataNode: DATA_NODE_PORT,
      dataNodeHttp: DATA_NODE_HTTP_PORT,
      dataNodeIpc: DATA_NODE_IPC_PORT,
    },
    podSelector: selector.join(","),
    dataNodeSet: standing.apply(({ set }) => set),
    dataNodeDomain: namespace.apply((space) => podHost(name, 0, name, space).slice(`${name}-0.`.length)),
    excludeConfigMap: `${plan.name}-exclude`,
    replication: plan.replication,
  };
}
