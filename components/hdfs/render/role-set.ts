import { claimTemplates } from "../../lib/claim-template.ts";
import { setAnnotations } from "../../lib/claims.ts";
import type * as pulumi from "../../lib/pulumi.ts";
import { restrictedPod } from "../../lib/security.ts";
import { spreadOverNodes } from "../../lib/spread.ts";
import type { HdfsPlan, RolePlan } from "../plan.ts";
import type { DaemonUses } from "./daemon.ts";

/**
 * The StatefulSet of a role. All pods start at once: daemons wait for each other, and a set that waits for its first pod would
 * wait for ever. Updates go one pod at a time. The count of pods stands in `replicas` and nowhere in the template.
 */
export function roleSet<Spec extends object>(
  plan: HdfsPlan,
  role: RolePlan,
  uses: DaemonUses,
  spec: Spec,
  replicas: pulumi.Input<number> = role.replicas,
) {
  const { name, labels, storageGiB, backedUpBy } = role;
  const annotations = { "trainyard/config": uses.configVersion };
  return {
    metadata: { name, namespace: uses.namespace, labels, ...setAnnotations(backedUpBy) },
    spec: {
      replicas,
      serviceName: name,
      podManagementPolicy: "Parallel",
      selector: { matchLabels: labels },
      ...claimTemplates({ name: "data", storageGiB, storageClass: plan.storageClass }, plan.retain),
      template: {
        metadata: { labels, annotations },
        spec: { ...restrictedPod, topologySpreadConstraints: spreadOverNodes(labels), ...spec },
      },
    },
  };
}
