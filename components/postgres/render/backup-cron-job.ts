import type * as pulumi from "../../lib/pulumi.ts";
import { restrictedPod } from "../../lib/security.ts";
import type { BackupPlan, PostgresPlan } from "../plan.ts";
import { clientContainer, type ServerAccess } from "./client-container.ts";
import { BACKUP_DIR } from "./constants.ts";

const HOUR_SECONDS = 3600;

export interface BackupUses {
  readonly namespace: pulumi.Input<string>;
  readonly image: pulumi.Input<string>;
  readonly access: ServerAccess;
  readonly claim: pulumi.Input<string>;
  readonly scripts: pulumi.Input<string>;
}

/** Name of the CronJob that dumps. */
export const dumpName = ({ name }: Pick<PostgresPlan, "name">): string => `${name}-dump`;

/** Dumps by the clock, one at a time. */
export function dumpCronJob(plan: PostgresPlan, backup: BackupPlan, uses: BackupUses) {
  const env = [{ name: "KEEP_DAYS", value: String(backup.keepDays) }];
  const template = jobTemplate(backup, uses, "dump", env);
  const timing = { schedule: backup.schedule, timeZone: "Etc/UTC", startingDeadlineSeconds: HOUR_SECONDS };
  return cronJob(dumpName(plan), backup, uses, { ...timing, jobTemplate: template });
}

/** A restore waits to be asked for: it is suspended, and a person makes a Job of it. */
export function restoreCronJob(plan: PostgresPlan, backup: BackupPlan, uses: BackupUses) {
  const env = [
    { name: "DUMP", value: "latest" },
    { name: "DATABASES", value: "all" },
  ];
  const template = jobTemplate(backup, uses, "restore", env);
  const never = { schedule: "0 0 1 1 *", suspend: true };
  return cronJob(`${plan.name}-restore`, backup, uses, { ...never, jobTemplate: template });
}

function cronJob<Spec extends object>(name: string, { labels }: BackupPlan, { namespace }: BackupUses, spec: Spec) {
  return {
    metadata: { name, namespace, labels },
    spec: { concurrencyPolicy: "Forbid", successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 3, ...spec },
  };
}

function jobTemplate(
  { labels }: BackupPlan,
  { image, access, claim, scripts }: BackupUses,
  script: string,
  env: readonly { name: string; value: string }[],
) {
  const own = { name: "BACKUP_DIR", value: BACKUP_DIR };
  const volumeMounts = [{ name: "backups", mountPath: BACKUP_DIR }];
  return {
    metadata: { labels },
    spec: {
      backoffLimit: 2,
      activeDeadlineSeconds: HOUR_SECONDS,
      template: {
        metadata: { labels },
        spec: {
          ...restrictedPod,
          restartPolicy: "Never",
          containers: [clientContainer(access, { name: script, image, env: [own, ...env], volumeMounts })],
          volumes: [
            { name: "backups", persistentVolumeClaim: { claimName: claim } },
            { name: "scripts", configMap: { name: scripts } },
            { name: "tmp", emptyDir: {} },
          ],
        },
      },
    },
  };
}
