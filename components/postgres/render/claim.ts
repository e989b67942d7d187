import { claimAnnotations } from "../../lib/claims.ts";
import { gibibytes } from "../../lib/quantities.ts";
import type * as pulumi from "../../lib/pulumi.ts";
import type { PostgresPlan } from "../plan.ts";
import { dumpName } from "./backup-cron-job.ts";

/**
 * A claim of its own instead of the StatefulSet's template: it can grow in place, and it stays when the StatefulSet has to be
 * replaced.
 */
export function claim(plan: PostgresPlan, role: string, storageGiB: number, namespace: pulumi.Input<string>) {
  // What backs it up, said where a policy can read it.
  const backup = role === "data" && plan.backup !== undefined ? { "trainyard/backup": dumpName(plan) } : {};
  const annotations = { ...claimAnnotations(plan.retain), ...backup };
  return {
    metadata: { name: `${plan.name}-${role}`, namespace, labels: plan.labels, annotations },
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: gibibytes(storageGiB) } },
      ...(plan.storageClass === undefined ? {} : { storageClassName: plan.storageClass }),
    },
  };
}
