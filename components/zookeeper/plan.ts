import { ArgsError, type Problem } from "../lib/errors.ts";
import { jvmMemoryMiB } from "../lib/jvm.ts";
import { nameProblems } from "../lib/kubernetes-names.ts";
import { type Labels, partLabels } from "../lib/labels.ts";
import { wholeProblems } from "../lib/ranges.ts";
import type { Resources } from "../lib/resources.ts";
import { type ZooKeeperArgs, zooKeeperDefaults } from "./args.ts";

/** What an ensemble is made of, all decided. */
export interface ZooKeeperPlan {
  /** Name of the StatefulSet, of its Service and of its budget. */
  readonly name: string;
  readonly labels: Labels;
  readonly servers: 1 | 3;
  readonly heapMiB: number;
  readonly resources: Resources;
  readonly storageGiB: number;
  readonly storageClass: string | undefined;
  readonly retain: boolean;
}

/** Decides, or throws ArgsError with every problem at once. */
export function planZooKeeper(name: string, args: ZooKeeperArgs): ZooKeeperPlan {
  const { servers, storageGiB, heapMiB, cpuMillis, cpuLimitMillis, retain } = { ...zooKeeperDefaults, ...args };
  const problems: readonly Problem[] = [
    ...nameProblems(name),
    ...([1, 3].includes(servers) ? [] : [{ path: "servers", reason: `must be 1 or 3, got ${String(servers)}` }]),
    ...wholeProblems("storageGiB", storageGiB, 1, 1024),
    ...wholeProblems("heapMiB", heapMiB, 64, 65536),
    ...wholeProblems("cpuMillis", cpuMillis, 10, 64_000),
    ...wholeProblems("cpuLimitMillis", cpuLimitMillis, cpuMillis, 64_000),
  ];
  if (problems.length > 0) throw new ArgsError(`ZooKeeper "${name}"`, problems);
  return {
    name,
    labels: partLabels({ product: "zookeeper", instance: name }, "server"),
    servers,
    heapMiB,
    resources: { memoryMiB: jvmMemoryMiB(heapMiB), cpuMillis, cpuLimitMillis },
    storageGiB,
    storageClass: args.storageClass,
    retain,
  };
}
