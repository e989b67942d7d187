import * as k8s from "../lib/kubernetes.ts";
import type * as pulumi from "../lib/pulumi.ts";
import type { HBasePlan } from "./plan.ts";
import { backupClaim, backupCronJob, drillCronJob, restoreCronJob } from "./render/backup.ts";
import type { PodUses } from "./render/pod.ts";

/** Copies of the tables on a claim of their own, and what brings them back. */
export function buildBackups({ name, backup }: HBasePlan, client: PodUses, parent: pulumi.ComponentResource): void {
  if (backup === undefined) return;
  const inside = { parent };
  const kept = { ...inside, retainOnDelete: backup.retain };
  const { metadata } = new k8s.PersistentVolumeClaim(
    `${name}-backups`,
    backupClaim(name, backup, client.namespace),
    kept,
  );
  const uses = { ...client, claim: metadata.name };
  new k8s.CronJob(`${name}-backup`, backupCronJob(name, backup, uses), inside);
  new k8s.CronJob(`${name}-drill`, drillCronJob(name, backup, uses), inside);
  new k8s.CronJob(`${name}-restore`, restoreCronJob(name, backup, uses), inside);
}
