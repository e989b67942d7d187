import { commandProbe } from "../../lib/probes.ts";
import { containerResources } from "../../lib/resources.ts";
import { servesNobody } from "../../lib/labels.ts";
import { restrictedContainer, restrictedPod } from "../../lib/security.ts";
import type { HBasePlan } from "../plan.ts";
import { CONFIG_DIR } from "./constants.ts";
import { podMounts, podVolumes, type PodUses } from "./pod.ts";

/** Room for two calls of `hbase-admin` at a time; between calls it takes a megabyte. */
const resources = { memoryMiB: 512, cpuMillis: 10, cpuLimitMillis: 2000 };

/** A pod that waits for `hbase-admin`: a JVM more in a server's own pod could be the one too many. */
export function adminDeployment(plan: HBasePlan, uses: PodUses) {
  const labels = plan.adminLabels;
  const configured = ["test", "-s", `${CONFIG_DIR}/hbase-site.xml`];
  const container = {
    name: "admin",
    image: uses.image,
    args: ["sleep", "infinity"],
    resources: containerResources(resources),
    securityContext: restrictedContainer,
    startupProbe: commandProbe(configured, { periodSeconds: 2, timeoutSeconds: 5, failures: 30 }),
    readinessProbe: commandProbe(configured, { periodSeconds: 60, timeoutSeconds: 5, failures: 3 }),
    livenessProbe: commandProbe(configured, { periodSeconds: 60, timeoutSeconds: 5, failures: 3 }),
    volumeMounts: podMounts,
  };
  const spec = {
    ...restrictedPod,
    terminationGracePeriodSeconds: 5,
    containers: [container],
    volumes: podVolumes(uses),
  };
  return {
    metadata: { name: `${plan.name}-admin`, namespace: uses.namespace, labels, annotations: servesNobody },
    spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}
