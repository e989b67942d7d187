import { httpProbe } from "../../lib/probes.ts";
import type * as pulumi from "../../lib/pulumi.ts";
import { containerResources } from "../../lib/resources.ts";
import { restrictedContainer, restrictedPod } from "../../lib/security.ts";
import { spreadOverNodes } from "../../lib/spread.ts";
import type { DataApiPlan } from "../plan.ts";
import { HADOOP_DIR, HBASE_DIR, MANAGEMENT_PORT, PORT, USERS_DIR } from "./constants.ts";

/** What the pods are made with. */
export interface ServerUses {
  readonly namespace: pulumi.Input<string>;
  readonly image: pulumi.Input<string>;
  /** Secret with users and the key of sessions. Users that change come in by it, without another pod. */
  readonly users: pulumi.Input<string>;
  /** ConfigMaps of the clients' configurations. */
  readonly hdfs: pulumi.Input<string>;
  readonly hbase: pulumi.Input<string>;
  /** Changes with where HDFS and HBase are: the service reads that at its start. */
  readonly configVersion: pulumi.Input<string>;
}

/** The servers, rolled one by one: a new one is ready before an old one is told to stop. */
export function serverDeployment(plan: DataApiPlan, uses: ServerUses) {
  const { name, labels, graceSeconds } = plan;
  return {
    metadata: { name, namespace: uses.namespace, labels },
    spec: {
      replicas: plan.replicas,
      selector: { matchLabels: labels },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: { labels, annotations: { "trainyard/config": uses.configVersion } },
        spec: {
          ...restrictedPod,
          topologySpreadConstraints: spreadOverNodes(labels),
          terminationGracePeriodSeconds: graceSeconds,
          containers: [container(plan, uses)],
          volumes: volumes(uses),
        },
      },
    },
  };
}

function container(plan: DataApiPlan, { image }: ServerUses) {
  return {
    name: "server",
    image,
    env: environment(plan),
    ports: [
      { name: "http", containerPort: PORT },
      { name: "management", containerPort: MANAGEMENT_PORT },
    ],
    resources: containerResources(plan.resources),
    securityContext: restrictedContainer,
    // Its address is taken from the Service before it is told to stop; what it has by then it works off.
    lifecycle: { preStop: { exec: { command: ["sleep", String(plan.leaveSeconds)] } } },
    // Five minutes: several JVMs of a platform that start at once share the processors.
    startupProbe: httpProbe("/live", "management", { periodSeconds: 2, timeoutSeconds: 5, failures: 150 }),
    readinessProbe: httpProbe("/ready", "management", { periodSeconds: 5, timeoutSeconds: 5, failures: 3 }),
    // A long collection of garbage is no death.
    livenessProbe: httpProbe("/live", "management", { periodSeconds: 20, timeoutSeconds: 10, failures: 6 }),
    volumeMounts: [
      { name: "users", mountPath: USERS_DIR, readOnly: true },
      { name: "hadoop", mountPath: HADOOP_DIR, readOnly: true },
      { name: "hbase", mountPath: HBASE_DIR, readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
}

/** Where users and configurations are is the service's own default. */
function environment(plan: DataApiPlan) {
  const values = {
    HEAP_MIB: plan.heapMiB,
    // Without a bound the buffers may take as much as the heap, and the kernel ends the process.
    JVM_FLAGS: `-XX:MaxDirectMemorySize=${plan.directMiB}m`,
    DATA_API_PORT: PORT,
    DATA_API_MANAGEMENT_PORT: MANAGEMENT_PORT,
    DATA_API_ROOT: plan.root,
    DATA_API_NAMESPACE: plan.tablesNamespace,
    DATA_API_SESSION_MINUTES: plan.sessionMinutes,
    DATA_API_MAX_UPLOAD_GIB: plan.maxUploadGiB,
    DATA_API_REQUESTS_PER_SECOND: plan.requestsPerSecond,
    DATA_API_MAX_CONCURRENT: plan.maxConcurrent,
    DATA_API_DRAIN_SECONDS: plan.drainSeconds,
  };
  return Object.entries(values).map(([name, value]) => ({ name, value: String(value) }));
}

/** Whole folders: a file that is mounted alone does not follow its Secret. */
const volumes = ({ users, hdfs, hbase }: ServerUses) => [
  { name: "users", secret: { secretName: users, defaultMode: 0o440 } },
  { name: "hadoop", configMap: { name: hdfs } },
  { name: "hbase", configMap: { name: hbase } },
  { name: "tmp", emptyDir: {} },
];
