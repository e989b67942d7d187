import { ArgsError, type Problem } from "../lib/errors.ts";
import { MADE_AGAIN } from "../lib/claims.ts";
import { jvmMemoryMiB } from "../lib/jvm.ts";
import { nameProblems } from "../lib/kubernetes-names.ts";
import { type Labels, instanceLabels, partLabels } from "../lib/labels.ts";
import { scheduleProblems, wholeProblems } from "../lib/ranges.ts";
import type { Resources } from "../lib/resources.ts";
import { type ExpiryArgs, type HdfsArgs, hdfsDefaults, imageBackupDefaults } from "./args.ts";

const MAX_STORAGE_GIB = 65536;
const JOURNAL_NODE_HEAP_MIB = 128;
const FAILOVER_HEAP_MIB = 64;
/** A journal keeps what a standby has not read: hours of edits at most. */
const JOURNAL_GIB = 1;

export type Role = "namenode" | "datanode" | "journalnode";

/** One kind of pod. */
export interface RolePlan {
  /** Name of its StatefulSet, its Service and its budget. */
  readonly name: string;
  readonly labels: Labels;
  readonly replicas: number;
  readonly heapMiB: number;
  readonly resources: Resources;
  readonly storageGiB: number;
  /** Pods that an eviction may take at a time. */
  readonly maxUnavailable: number;
  /** The CronJob that copies what is on its claims, MADE_AGAIN, or undefined for nobody. */
  readonly backedUpBy: string | undefined;
}

/** What a file system is made of, all decided. */
export interface HdfsPlan {
  /** Stem of every name, and the name of the file system where it has two NameNodes. */
  readonly name: string;
  /** Labels of all its pods. */
  readonly allLabels: Labels;
  readonly adminLabels: Labels;
  readonly jobLabels: Labels;
  readonly nameNodes: RolePlan;
  readonly dataNodes: RolePlan;
  /** Undefined for one NameNode. */
  readonly journalNodes: RolePlan | undefined;
  /** The failover controller beside each NameNode of two. */
  readonly failover: { readonly heapMiB: number; readonly resources: Resources };
  readonly replication: number;
  readonly storageClass: string | undefined;
  readonly backup: { readonly schedule: string; readonly keepDays: number; readonly storageGiB: number } | undefined;
  readonly expiry: readonly ExpiryArgs[];
  readonly retain: boolean;
}

/** Decides, or throws ArgsError with every problem at once. */
export function planHdfs(name: string, args: HdfsArgs): HdfsPlan {
  const values = { ...hdfsDefaults, ...args };
  const { dataNodes, nameNodeHeapMiB, dataNodeHeapMiB, cpuMillis, cpuLimitMillis, nameNodeGiB, dataNodeGiB } = values;
  const replication = args.replication ?? Math.min(3, dataNodes);
  const backup = values.backup === false ? undefined : { ...imageBackupDefaults, ...values.backup };
  const problems: readonly Problem[] = [
    ...nameProblems(name),
    ...wholeProblems("dataNodes", dataNodes, 1, 256),
    ...replicationProblems(replication, dataNodes),
    ...wholeProblems("nameNodeGiB", nameNodeGiB, 1, MAX_STORAGE_GIB),
    ...wholeProblems("dataNodeGiB", dataNodeGiB, 1, MAX_STORAGE_GIB),
    ...wholeProblems("nameNodeHeapMiB", nameNodeHeapMiB, 128, 524_288),
    ...wholeProblems("dataNodeHeapMiB", dataNodeHeapMiB, 128, 65536),
    ...wholeProblems("cpuMillis", cpuMillis, 10, 64_000),
    ...wholeProblems("cpuLimitMillis", cpuLimitMillis, cpuMillis, 64_000),
    ...(backup === undefined ? [] : backupProblems(backup)),
    ...values.expiry.flatMap(expiryProblems),
  ];
  if (problems.length > 0) throw new ArgsError(`Hdfs "${name}"`, problems);
  const of = { product: "hdfs", instance: name };
  const resources = (heapMiB: number) => ({ memoryMiB: jvmMemoryMiB(heapMiB), cpuMillis, cpuLimitMillis });
  const role = (part: Role, replicas: number, heapMiB: number, storageGiB: number) => {
    const sizes = { replicas, heapMiB, storageGiB, resources: resources(heapMiB) };
    return { name: `${name}-${part}`, labels: partLabels(of, part), maxUnavailable: 1, ...sizes };
  };
  const two = args.highAvailability === true;
  return {
    name,
    allLabels: instanceLabels(of),
    adminLabels: partLabels(of, "admin"),
    jobLabels: partLabels(of, "job"),
    nameNodes: {
      ...role("namenode", two ? 2 : 1, nameNodeHeapMiB, nameNodeGiB),
      backedUpBy: backup === undefined ? undefined : backupName(name),
    },
    dataNodes: {
      ...role("datanode", dataNodes, dataNodeHeapMiB, dataNodeGiB),
      maxUnavailable: mayLeave(dataNodes, replication),
      backedUpBy: replication > 1 ? MADE_AGAIN : undefined,
    },
    journalNodes: two
      ? { ...role("journalnode", 3, JOURNAL_NODE_HEAP_MIB, JOURNAL_GIB), backedUpBy: MADE_AGAIN }
      : undefined,
    // Twice: a handover by hand is a second process beside it.
    failover: {
      heapMiB: FAILOVER_HEAP_MIB,
      resources: { ...resources(FAILOVER_HEAP_MIB), memoryMiB: 2 * jvmMemoryMiB(FAILOVER_HEAP_MIB) },
    },
    replication,
    storageClass: args.storageClass,
    backup,
    expiry: values.expiry,
    retain: values.retain,
  };
}

/** Name of the CronJob that copies the name space. */
export const backupName = (name: string): string => `${name}-backup`;

/** DataNodes that may be away at a time so that a copy of every block stays reachable, and one more than that. */
function mayLeave(dataNodes: number, replication: number): number {
  return Math.max(1, Math.min(replication - 2, dataNodes - 2));
}

function replicationProblems(replication: number, dataNodes: number): readonly Problem[] {
  if (replication > dataNodes) {
    const reason = `must be at most dataNodes (${dataNodes}), got ${replication}; add data nodes or lower it`;
    return [{ path: "replication", reason }];
  }
  return wholeProblems("replication", replication, 1, 16);
}

function backupProblems(backup: NonNullable<HdfsPlan["backup"]>): readonly Problem[] {
  return [
    ...scheduleProblems("backup.schedule", backup.schedule),
    ...wholeProblems("backup.keepDays", backup.keepDays, 1, 3650),
    ...wholeProblems("backup.storageGiB", backup.storageGiB, 1, 1024),
  ];
}

function expiryProblems({ path, days }: ExpiryArgs, index: number): readonly Problem[] {
  const place = `expiry[${index}]`;
  const whole = /^\/[^/]+(\/[^/]+)*$/.test(path);
  return [
    ...(whole ? [] : [{ path: `${place}.path`, reason: `must be a folder below /, got ${JSON.stringify(path)}` }]),
    ...wholeProblems(`${place}.days`, days, 1, 36500),
  ];
}
