import type * as pulumi from "../lib/pulumi.ts";

/** DataNodes, and the HDFS that has to let go of them. */
export interface DataNodesArgs {
  /** `host:8020` of each NameNode; the first label of a host is its pod's name. */
  readonly nameNodes: pulumi.Input<readonly string[]>;
  /** ConfigMap whose key `exclude` names nodes that leave; this resource alone writes it. */
  readonly excludeConfigMap: string;
  /** Copies that HDFS keeps of a block: as many nodes have to stay. */
  readonly replication: number;
  /** Labels of the pod in which `hdfs-admin` is run (container `admin`), as `a=b,c=d`. */
  readonly adminSelector: string;
  /** What one node copies, MiB per second (`1` - `10000`), for the time limit. @default 20 */
  readonly bandwidthMiBPerSecond?: number;
}

/** RegionServers, and the HBase that has to take their regions. */
export interface RegionServersArgs {
  /** Labels of the pod in which `hbase-admin` is run (container `admin`), as `a=b,c=d`. */
  readonly adminSelector: string;
}

interface CommonArgs {
  readonly namespace: pulumi.Input<string>;
  /** Name of the StatefulSet. *replaces* */
  readonly statefulSet: string;
  /** Its headless Service. *replaces* */
  readonly service: string;
  /** Nodes that are wanted (`0` - `1024`). */
  readonly replicas: number;
  /** Minutes (`1` - `100000`) that a drain may take. @default - from bytes and bandwidth, or from the regions */
  readonly limitMinutes?: number;
}

/** A StatefulSet whose pods hold data, and how they let go of it. */
export type ScaleInArgs = CommonArgs &
  (
    | { readonly dataNodes: DataNodesArgs; readonly regionServers?: never }
    | { readonly regionServers: RegionServersArgs; readonly dataNodes?: never }
  );

export const scaleInDefaults = { bandwidthMiBPerSecond: 20 } as const;

/** Resource inputs of both resources. */
export function scaleInInputs(args: ScaleInArgs): pulumi.Inputs {
  const { namespace, statefulSet, service, replicas, limitMinutes = null } = args;
  const dataNodes = args.dataNodes === undefined ? null : { ...scaleInDefaults, ...args.dataNodes };
  return {
    namespace,
    statefulSet,
    service,
    replicas,
    limitMinutes,
    dataNodes,
    regionServers: args.regionServers ?? null,
  };
}
