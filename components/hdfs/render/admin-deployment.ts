import { commandProbe } from "../../lib/probes.ts";
import type * as pulumi from "../../lib/pulumi.ts";
import { containerResources } from "../../lib/resources.ts";
import { servesNobody } from "../../lib/labels.ts";
import { restrictedContainer, restrictedPod } from "../../lib/security.ts";
import type { HdfsPlan } from "../plan.ts";
import { CONFIG_DIR } from "./constants.ts";

export interface AdminUses {
  readonly namespace: pulumi.Input<string>;
  readonly image: pulumi.Input<string>;
  /** ConfigMap of the clients' configuration. */
  readonly discovery: pulumi.Input<string>;
}

/** Room for two calls of `hdfs-admin` at a time; between calls it takes a megabyte. */
export const ADMIN_RESOURCES = { memoryMiB: 512, cpuMillis: 10, cpuLimitMillis: 2000 };
export const clientMounts = [
  { name: "config", mountPath: CONFIG_DIR, readOnly: true },
  { name: "tmp", mountPath: "/tmp" },
];
export const clientVolumes = (discovery: pulumi.Input<string>) => [
  { name: "config", configMap: { name: discovery } },
  { name: "tmp", emptyDir: {} },
];

/** A pod that waits for `hdfs-admin`: a JVM more in a server's own pod could be the one too many. */
export function adminDeployment(plan: HdfsPlan, { namespace, image, discovery }: AdminUses) {
  const labels = plan.adminLabels;
  const configured = ["test", "-s", `${CONFIG_DIR}/hdfs-site.xml`];
  const container = {
    name: "admin",
    image,
    args: ["sleep", "infinity"],
    resources: containerResources(ADMIN_RESOURCES),
    securityContext: restrictedContainer,
    startupProbe: commandProbe(configured, { periodSeconds: 2, timeoutSeconds: 5, failures: 30 }),
    readinessProbe: commandProbe(configured, { periodSeconds: 60, timeoutSeconds: 5, failures: 3 }),
    livenessProbe: commandProbe(configured, { periodSeconds: 60, timeoutSeconds: 5, failures: 3 }),
    volumeMounts: clientMounts,
  };
  return {
    metadata: { name: `${plan.name}-admin`, namespace, labels, annotations: servesNobody },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...restrictedPod,
          terminationGracePeriodSeconds: 5,
          containers: [container],
          volumes: clientVolumes(discovery),
        },
      },
    },
  };
}
