import { claimAnnotations } from "../../lib/claims.ts";
import { gibibytes } from "../../lib/quantities.ts";
import type * as pulumi from "../../lib/pulumi.ts";
import { containerResources } from "../../lib/resources.ts";
import { restrictedContainer } from "../../lib/security.ts";
import type { HdfsPlan } from "../plan.ts";
import { BACKUP_DIR, CHECKPOINT_DIR, SCRIPTS_DIR } from "./constants.ts";
import { cronJob } from "./cron-job.ts";
import { type DaemonUses, configMounts, configVolumes } from "./daemon.ts";

type BackupPlan = NonNullable<HdfsPlan["backup"]>;

/** The claim of the copies. */
export function backupClaim(plan: HdfsPlan, { storageGiB }: BackupPlan, namespace: pulumi.Input<string>) {
  return {
    metadata: {
      name: `${plan.name}-backups`,
      namespace,
      labels: plan.jobLabels,
      annotations: claimAnnotations(plan.retain),
    },
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: gibibytes(storageGiB) } },
      ...(plan.storageClass === undefined ? {} : { storageClassName: plan.storageClass }),
    },
  };
}

/** Copies of the name space. Where no standby does it, the job also makes an image of the edits: they would grow for ever. */
export function backupCronJob(
  plan: HdfsPlan,
  backup: BackupPlan,
  uses: Omit<DaemonUses, "configVersion"> & { readonly claim: pulumi.Input<string> },
) {
  const { heapMiB, resources } = plan.nameNodes;
  const checkpoint = plan.journalNodes === undefined ? [{ name: "CHECKPOINT", value: CHECKPOINT_DIR }] : [];
  const container = {
    name: "backup",
    image: uses.image,
    args: ["bash", `${SCRIPTS_DIR}/back-up-image.sh`],
    env: [
      { name: "HEAP_MIB", value: String(heapMiB) },
      { name: "BACKUP_DIR", value: BACKUP_DIR },
      { name: "KEEP_DAYS", value: String(backup.keepDays) },
      ...checkpoint,
    ],
    resources: containerResources(resources),
    securityContext: restrictedContainer,
    volumeMounts: [{ name: "backups", mountPath: BACKUP_DIR }, ...configMounts],
  };
  const volumes = [...configVolumes(uses), { name: "backups", persistentVolumeClaim: { claimName: uses.claim } }];
  return cronJob(plan, "backup", backup.schedule, uses.namespace, { containers: [container], volumes });
}
