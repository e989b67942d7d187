import { claimTemplates } from "../../lib/claim-template.ts";
import { MADE_AGAIN, setAnnotations } from "../../lib/claims.ts";
import { podNameEnv } from "../../lib/kubernetes-names.ts";
import { commandProbe } from "../../lib/probes.ts";
import type * as pulumi from "../../lib/pulumi.ts";
import { containerResources } from "../../lib/resources.ts";
import { restrictedContainer, restrictedPod } from "../../lib/security.ts";
import { spreadOverNodes } from "../../lib/spread.ts";
import type { ZooKeeperPlan } from "../plan.ts";
import { CLIENT_PORT, CONFIG_DIR, CONFIG_KEY, DATA_MOUNT } from "./constants.ts";

export interface ServerUses {
  readonly namespace: pulumi.Input<string>;
  readonly image: pulumi.Input<string>;
  readonly service: pulumi.Input<string>;
  readonly config: pulumi.Input<string>;
  /** Changes with the configuration: pods read it at their start. */
  readonly configVersion: pulumi.Input<string>;
}

const asks = (command: string) => ["bash", `${CONFIG_DIR}/asks.sh`, String(CLIENT_PORT), command];

/** The servers: all start at once, since one alone is no quorum; updates go one at a time. */
export function serverStatefulSet(plan: ZooKeeperPlan, uses: ServerUses) {
  const { name, labels, retain, storageGiB, storageClass } = plan;
  const backedUpBy = plan.servers > 1 ? MADE_AGAIN : undefined;
  return {
    metadata: { name, namespace: uses.namespace, labels, ...setAnnotations(backedUpBy) },
    spec: {
      replicas: plan.servers,
      serviceName: uses.service,
      podManagementPolicy: "Parallel",
      selector: { matchLabels: labels },
      ...claimTemplates({ name: "data", storageGiB, storageClass }, retain),
      template: {
        metadata: { labels, annotations: { "trainyard/config": uses.configVersion } },
        spec: {
          ...restrictedPod,
          topologySpreadConstraints: spreadOverNodes(labels),
          terminationGracePeriodSeconds: 30,
          containers: [serverContainer(plan, uses.image)],
          volumes: [
            { name: "config", configMap: { name: uses.config } },
            { name: "tmp", emptyDir: {} },
          ],
        },
      },
    },
  };
}

function serverContainer(plan: ZooKeeperPlan, image: pulumi.Input<string>) {
  return {
    name: "server",
    image,
    args: ["start-zookeeper", `${CONFIG_DIR}/${CONFIG_KEY}`],
    env: [{ name: "HEAP_MIB", value: String(plan.heapMiB) }, ...podNameEnv(plan.name)],
    ports: [{ name: "client", containerPort: CLIENT_PORT }],
    resources: containerResources(plan.resources),
    securityContext: restrictedContainer,
    startupProbe: commandProbe(asks("ruok"), { periodSeconds: 5, timeoutSeconds: 10, failures: 60 }),
    readinessProbe: commandProbe(asks("srvr"), { periodSeconds: 15, timeoutSeconds: 10, failures: 3 }),
    livenessProbe: commandProbe(asks("ruok"), { periodSeconds: 60, timeoutSeconds: 10, failures: 3 }),
    volumeMounts: [
      { name: "data", mountPath: DATA_MOUNT },
      { name: "config", mountPath: CONFIG_DIR, readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
}
