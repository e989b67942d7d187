import { containerResources } from "../../lib/resources.ts";
import { restrictedPod } from "../../lib/security.ts";
import type { MLflowPlan } from "../plan.ts";
import { AUTH_DATABASE_URI, DATABASE_URI, SCRIPTS_DIR } from "./constants.ts";
import { commonContainer, commonEnv, commonVolumes, type PodUses, versioned } from "./container.ts";

/**
 * Brings both databases to the image's version, side by side, before a server of that version starts. It is replaced, and runs
 * again, when image or configuration change; on a database that is up to date it changes nothing.
 */
export function migrationJob(plan: MLflowPlan, uses: PodUses) {
  const resources = containerResources({ ...plan.resources, memoryMiB: 768 });
  const shared = { ...commonContainer(uses), resources };
  const env = commonEnv(plan, uses);
  const authEnv = [...env, { name: "AUTH_DATABASE_URI", value: AUTH_DATABASE_URI }];
  return {
    metadata: { name: `${plan.name}-migrate`, namespace: uses.namespace, labels: plan.migrationLabels },
    spec: {
      backoffLimit: 4,
      activeDeadlineSeconds: 1800,
      template: {
        metadata: { labels: plan.migrationLabels, annotations: versioned(uses) },
        spec: {
          ...restrictedPod,
          restartPolicy: "Never",
          containers: [
            { ...shared, name: "tracking", command: ["mlflow", "db", "upgrade", DATABASE_URI], env },
            { ...shared, name: "auth", command: ["python3", `${SCRIPTS_DIR}/set_up_auth.py`], env: authEnv },
          ],
          volumes: commonVolumes(uses),
        },
      },
    },
  };
}
