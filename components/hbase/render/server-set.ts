import { podNameEnv } from "../../lib/kubernetes-names.ts";
import { tcpProbe } from "../../lib/probes.ts";
import type * as pulumi from "../../lib/pulumi.ts";
import { containerResources } from "../../lib/resources.ts";
import { restrictedContainer, restrictedPod } from "../../lib/security.ts";
import { spreadOverNodes } from "../../lib/spread.ts";
import type { RolePlan } from "../plan.ts";
import { podMounts, podVolumes, type PodUses } from "./pod.ts";

export interface ServerUses extends PodUses {
  /** Changes with the configuration: servers read it at their start. Never with a count of pods. */
  readonly configVersion: pulumi.Input<string>;
}

/** What masters and RegionServers do differently. */
export interface Server {
  readonly container: string;
  readonly command: string;
  readonly port: number;
  /** For a stop: longer than it ever takes. */
  readonly graceSeconds: number;
}

/**
 * The StatefulSet of a role: no claim, as all it keeps is in HDFS. Updates go one pod at a time: a RegionServer that is told to
 * stop closes its regions, and others open them. The count of pods stands in `replicas` and nowhere in the template.
 */
export function serverSet(
  role: RolePlan,
  server: Server,
  uses: ServerUses,
  replicas: pulumi.Input<number> = role.replicas,
) {
  const { name, labels } = role;
  return {
    metadata: { name, namespace: uses.namespace, labels },
    spec: {
      replicas,
      serviceName: name,
      podManagementPolicy: "Parallel",
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { "trainyard/config": uses.configVersion } },
        spec: {
          ...restrictedPod,
          topologySpreadConstraints: spreadOverNodes(labels),
          terminationGracePeriodSeconds: server.graceSeconds,
          containers: [container(role, server, uses)],
          volumes: podVolumes(uses),
        },
      },
    },
  };
}

function container({ name, heapMiB, resources }: RolePlan, server: Server, { image }: PodUses) {
  const { port } = server;
  return {
    name: server.container,
    image,
    args: [server.command],
    env: [{ name: "HEAP_MIB", value: String(heapMiB) }, ...podNameEnv(name)],
    ports: [{ name: "rpc", containerPort: port }],
    resources: containerResources(resources),
    securityContext: restrictedContainer,
    // Ten minutes: a start waits for HDFS to leave its safe mode. A master that only stands by listens, too.
    startupProbe: tcpProbe(port, { periodSeconds: 5, timeoutSeconds: 5, failures: 120 }),
    readinessProbe: tcpProbe(port, { periodSeconds: 10, timeoutSeconds: 5, failures: 3 }),
    // A long collection of garbage is no death.
    livenessProbe: tcpProbe(port, { periodSeconds: 20, timeoutSeconds: 10, failures: 6 }),
    volumeMounts: podMounts,
  };
}
