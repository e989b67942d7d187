import { claimAnnotations } from "../../lib/claims.ts";
import { gibibytes } from "../../lib/quantities.ts";
import type * as pulumi from "../../lib/pulumi.ts";
import { containerResources } from "../../lib/resources.ts";
import { restrictedContainer, restrictedPod } from "../../lib/security.ts";
import { HOUR_SECONDS } from "../../lib/units.ts";
import type { BackupPlan } from "../backup-plan.ts";
import { podMounts, podVolumes, type PodUses } from "./pod.ts";

/** Where the claim of the copies is mounted. */
export const BACKUP_DIR = "/backups";
/** Half a terabyte at 12 MiB/s. */
const DEADLINE_SECONDS = 12 * HOUR_SECONDS;
const resources = { memoryMiB: 512, cpuMillis: 50, cpuLimitMillis: 2000 };

export interface BackupUses extends PodUses {
  readonly claim: pulumi.Input<string>;
}

/** The claim of the copies: outside of HDFS, so that they outlive it. */
export function backupClaim(
  name: string,
  { labels, storageGiB, storageClass, retain }: BackupPlan,
  namespace: pulumi.Input<string>,
) {
  return {
    metadata: { name: `${name}-backups`, namespace, labels, annotations: claimAnnotations(retain) },
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: gibibytes(storageGiB) } },
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
    },
  };
}

/** Copies by the clock. */
export function backupCronJob(name: string, backup: BackupPlan, uses: BackupUses) {
  const request = { folder: BACKUP_DIR, keep: backup.keepCopies };
  const template = jobTemplate(backup, uses, { command: "back-up", request: JSON.stringify(request), env: [] });
  return cronJob(`${name}-backup`, backup, uses, { ...byClock(backup.schedule), jobTemplate: template });
}

/** Brings a copy back into an empty namespace, by the clock, compares, and removes what it brought. */
export function drillCronJob(name: string, backup: BackupPlan, uses: BackupUses) {
  const env = [{ name: "COPY", value: "latest" }];
  const request = `{"folder":"${BACKUP_DIR}","copy":"$(COPY)"}`;
  const template = jobTemplate(backup, uses, { command: "drill", request, env });
  return cronJob(`${name}-drill`, backup, uses, { ...byClock(backup.drillSchedule), jobTemplate: template });
}

/** A restore waits to be asked for: it is suspended, and a person makes a Job of it. */
export function restoreCronJob(name: string, backup: BackupPlan, uses: BackupUses) {
  const env = [
    { name: "COPY", value: "latest" },
    { name: "TABLE", value: "missing" },
    { name: "AS", value: "itself" },
  ];
  // Kubernetes puts the variables in; names of tables and copies need no quoting in JSON.
  const request = `{"folder":"${BACKUP_DIR}","copy":"$(COPY)","table":"$(TABLE)","as":"$(AS)"}`;
  const template = jobTemplate(backup, uses, { command: "restore", request, env });
  const never = { schedule: "0 0 1 1 *", suspend: true };
  return cronJob(`${name}-restore`, backup, uses, { ...never, jobTemplate: template });
}

const byClock = (schedule: string) => ({ schedule, timeZone: "Etc/UTC", startingDeadlineSeconds: HOUR_SECONDS });

function cronJob<Spec extends object>(name: string, { labels }: BackupPlan, { namespace }: BackupUses, spec: Spec) {
  return {
    metadata: { name, namespace, labels },
    spec: { concurrencyPolicy: "Forbid", successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 3, ...spec },
  };
}

interface Call {
  readonly command: string;
  /** A JSON object; `$(NAME)` in it is a variable of `env`. */
  readonly request: string;
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

function jobTemplate({ labels }: BackupPlan, uses: BackupUses, { command, request, env }: Call) {
  const container = {
    name: command,
    image: uses.image,
    args: ["hbase-admin", command, request],
    env: [...env],
    resources: containerResources(resources),
    securityContext: restrictedContainer,
    volumeMounts: [{ name: "backups", mountPath: BACKUP_DIR }, ...podMounts],
  };
  const volumes = [{ name: "backups", persistentVolumeClaim: { claimName: uses.claim } }, ...podVolumes(uses)];
  const spec = { ...restrictedPod, restartPolicy: "Never", containers: [container], volumes };
  return {
    metadata: { labels },
    // A run that is killed is followed by one that removes what it left.
    spec: { backoffLimit: 2, activeDeadlineSeconds: DEADLINE_SECONDS, template: { metadata: { labels }, spec } },
  };
}
