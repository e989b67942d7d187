import { ArgsError, type Problem } from "../lib/errors.ts";
import { nameProblems } from "../lib/kubernetes-names.ts";
import { type Instance, type Labels, partLabels } from "../lib/labels.ts";
import { scheduleProblems, wholeProblems } from "../lib/ranges.ts";
import type { Resources } from "../lib/resources.ts";
import { backupDefaults, type PostgresArgs, postgresDefaults } from "./args.ts";

/** Share of the memory limit that the server takes as shared buffers: the usual advice; the rest serves sessions and file cache. */
const SHARED_BUFFERS = 0.25;
const MAX_STORAGE_GIB = 65536;
const MAX_CPU_MILLIS = 256_000;

export interface BackupPlan {
  readonly schedule: string;
  readonly keepDays: number;
  readonly storageGiB: number;
  readonly labels: Labels;
}

/** What a server is made of, all decided. */
export interface PostgresPlan {
  /** Stem of every name. */
  readonly name: string;
  readonly of: Instance;
  readonly labels: Labels;
  readonly resources: Resources;
  readonly sharedBuffersMiB: number;
  readonly maxConnections: number;
  readonly storageGiB: number;
  readonly storageClass: string | undefined;
  readonly retain: boolean;
  readonly backup: BackupPlan | undefined;
}

/** Decides, or throws ArgsError with every problem at once. */
export function planPostgres(name: string, args: PostgresArgs): PostgresPlan {
  const { storageGiB, memoryMiB, cpuMillis, cpuLimitMillis, maxConnections, backup, retain } = {
    ...postgresDefaults,
    ...args,
  };
  const dumps = backup === false ? undefined : { ...backupDefaults, storageGiB, ...backup };
  const problems: readonly Problem[] = [
    ...nameProblems(name),
    ...wholeProblems("storageGiB", storageGiB, 1, MAX_STORAGE_GIB),
    ...wholeProblems("memoryMiB", memoryMiB, 256, 1_048_576),
    ...wholeProblems("cpuMillis", cpuMillis, 10, MAX_CPU_MILLIS),
    ...wholeProblems("cpuLimitMillis", cpuLimitMillis, cpuMillis, MAX_CPU_MILLIS),
    ...wholeProblems("maxConnections", maxConnections, 10, 1000),
    ...(dumps === undefined
      ? []
      : [
          ...scheduleProblems("backup.schedule", dumps.schedule),
          ...wholeProblems("backup.keepDays", dumps.keepDays, 1, 3650),
          ...wholeProblems("backup.storageGiB", dumps.storageGiB, 1, MAX_STORAGE_GIB),
        ]),
  ];
  if (problems.length > 0) throw new ArgsError(`Postgres "${name}"`, problems);
  const of = { product: "postgres", instance: name };
  return {
    name,
    of,
    labels: partLabels(of, "server"),
    resources: { memoryMiB, cpuMillis, cpuLimitMillis },
    sharedBuffersMiB: Math.floor(memoryMiB * SHARED_BUFFERS),
    maxConnections,
    storageGiB,
    storageClass: args.storageClass,
    retain,
    backup: dumps && { ...dumps, labels: partLabels(of, "backup") },
  };
}
