import { ArgsError, type Problem } from "../lib/errors.ts";
import { jvmMemoryMiB } from "../lib/jvm.ts";
import { nameProblems } from "../lib/kubernetes-names.ts";
import { type Labels, instanceLabels, partLabels } from "../lib/labels.ts";
import { wholeProblems } from "../lib/ranges.ts";
import type { Resources } from "../lib/resources.ts";
import { type HBaseArgs, hbaseDefaults } from "./args.ts";
import { type BackupPlan, planBackup } from "./backup-plan.ts";

/** One kind of pod. */
export interface RolePlan {
  /** Name of its StatefulSet, its Service and its budget. */
  readonly name: string;
  readonly labels: Labels;
  readonly replicas: number;
  readonly heapMiB: number;
  readonly resources: Resources;
}

/** What a cluster is made of, all decided. */
export interface HBasePlan {
  /** Stem of every name. */
  readonly name: string;
  /** Labels of all its pods. */
  readonly allLabels: Labels;
  readonly adminLabels: Labels;
  readonly masters: RolePlan;
  readonly regionServers: RolePlan;
  /** Folder in HDFS. */
  readonly rootPath: string;
  /** Node in ZooKeeper. */
  readonly znodeParent: string;
  readonly sessionTimeoutSeconds: number;
  readonly drainLimitMinutes: number | undefined;
  /** Undefined for no copies. */
  readonly backup: BackupPlan | undefined;
  readonly siteOverrides: Readonly<Record<string, string>>;
}

/** What our own properties are for; another word for them would break the cluster. */
const fixed = ["hbase.rootdir", "hbase.zookeeper.quorum", "zookeeper.znode.parent", "hbase.wal.dir"];

/** Decides, or throws ArgsError with every problem at once. */
export function planHBase(name: string, args: HBaseArgs): HBasePlan {
  const values = { ...hbaseDefaults, ...args };
  const { masters, regionServers, masterHeapMiB, regionServerHeapMiB, cpuMillis, cpuLimitMillis } = values;
  const { sessionTimeoutSeconds, drainLimitMinutes, siteOverrides } = values;
  const of = { product: "hbase", instance: name };
  const copies = planBackup(of, values.backup);
  const problems: readonly Problem[] = [
    ...nameProblems(name),
    ...wholeProblems("masters", masters, 1, 3),
    ...wholeProblems("regionServers", regionServers, 1, 256),
    ...wholeProblems("masterHeapMiB", masterHeapMiB, 256, 65536),
    ...wholeProblems("regionServerHeapMiB", regionServerHeapMiB, 256, 24576),
    ...wholeProblems("sessionTimeoutSeconds", sessionTimeoutSeconds, 10, 180),
    ...(drainLimitMinutes === undefined ? [] : wholeProblems("drainLimitMinutes", drainLimitMinutes, 1, 100_000)),
    ...wholeProblems("cpuMillis", cpuMillis, 10, 64_000),
    ...wholeProblems("cpuLimitMillis", cpuLimitMillis, cpuMillis, 64_000),
    ...copies.problems,
    ...Object.keys(siteOverrides).flatMap(overrideProblems),
  ];
  if (problems.length > 0) throw new ArgsError(`HBase "${name}"`, problems);
  const role = (part: string, replicas: number, heapMiB: number): RolePlan => ({
    ...{ name: `${name}-${part}`, labels: partLabels(of, part), replicas, heapMiB },
    resources: { memoryMiB: jvmMemoryMiB(heapMiB), cpuMillis, cpuLimitMillis },
  });
  return {
    name,
    allLabels: instanceLabels(of),
    adminLabels: partLabels(of, "admin"),
    masters: role("master", masters, masterHeapMiB),
    regionServers: role("regionserver", regionServers, regionServerHeapMiB),
    rootPath: `/hbase/${name}`,
    znodeParent: `/hbase-${name}`,
    sessionTimeoutSeconds,
    drainLimitMinutes,
    backup: copies.backup,
    siteOverrides,
  };
}

function overrideProblems(key: string): readonly Problem[] {
  if (!fixed.includes(key)) return [];
  return [{ path: `siteOverrides.${key}`, reason: "is decided by the component; leave it out" }];
}
