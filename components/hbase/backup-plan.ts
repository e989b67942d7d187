import type { Problem } from "../lib/errors.ts";
import { type Instance, type Labels, partLabels } from "../lib/labels.ts";
import { scheduleProblems, wholeProblems } from "../lib/ranges.ts";
import { tableBackupDefaults, type TableBackupArgs } from "./args.ts";

/** How tables are copied out of HDFS, all decided. */
export interface BackupPlan {
  readonly labels: Labels;
  readonly schedule: string;
  readonly drillSchedule: string;
  readonly keepCopies: number;
  readonly storageGiB: number;
  readonly storageClass: string | undefined;
  readonly retain: boolean;
}

/** Decides; what is wrong is said with its place in the arguments. */
export function planBackup(
  of: Instance,
  args: TableBackupArgs | false,
): { readonly backup: BackupPlan | undefined; readonly problems: readonly Problem[] } {
  if (args === false) return { backup: undefined, problems: [] };
  const { schedule, drillSchedule, keepCopies, storageGiB, retain } = { ...tableBackupDefaults, ...args };
  const problems = [
    ...scheduleProblems("backup.schedule", schedule),
    ...scheduleProblems("backup.drillSchedule", drillSchedule),
    ...wholeProblems("backup.keepCopies", keepCopies, 1, 1000),
    ...wholeProblems("backup.storageGiB", storageGiB, 1, 65536),
  ];
  const { storageClass } = args;
  const timing = { schedule, drillSchedule, keepCopies };
  return { backup: { labels: partLabels(of, "backup"), ...timing, storageGiB, storageClass, retain }, problems };
}
