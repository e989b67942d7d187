import { commandProbe } from "../../lib/probes.ts";
import type * as pulumi from "../../lib/pulumi.ts";
import { containerResources } from "../../lib/resources.ts";
import { restrictedContainer, restrictedPod } from "../../lib/security.ts";
import type { PostgresPlan } from "../plan.ts";
import { PASSWORD_KEY, PORT, SCRIPTS_DIR, SECRETS_DIR, SUPERUSER } from "./constants.ts";

const DATA_MOUNT = "/data";
const answers = ["sh", `${SCRIPTS_DIR}/answers.sh`];
const accepts = ["pg_isready", "--quiet", "--host=127.0.0.1", `--username=${SUPERUSER}`, "--timeout=3"];

export interface ServerUses {
  readonly namespace: pulumi.Input<string>;
  readonly image: pulumi.Input<string>;
  readonly peers: pulumi.Input<string>;
  readonly claim: pulumi.Input<string>;
  readonly auth: pulumi.Input<string>;
  readonly scripts: pulumi.Input<string>;
}

/** The server: ready when it answers a query, alive while it accepts connections. */
export function serverStatefulSet(plan: PostgresPlan, uses: ServerUses) {
  return {
    metadata: { name: plan.name, namespace: uses.namespace, labels: plan.labels },
    spec: {
      replicas: 1,
      // Ordered, a pod that never became ready would never be replaced, also not by an update that mends it:
      // https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback
      podManagementPolicy: "Parallel",
      serviceName: uses.peers,
      selector: { matchLabels: plan.labels },
      template: {
        metadata: { labels: plan.labels },
        spec: {
          ...restrictedPod,
          // A checkpoint of all shared buffers has to be written before the server is gone.
          terminationGracePeriodSeconds: 120,
          containers: [serverContainer(plan, uses.image)],
          volumes: [
            { name: "data", persistentVolumeClaim: { claimName: uses.claim } },
            { name: "auth", secret: { secretName: uses.auth, defaultMode: 0o440 } },
            { name: "scripts", configMap: { name: uses.scripts } },
            { name: "tmp", emptyDir: {} },
            { name: "run", emptyDir: { medium: "Memory", sizeLimit: "16Mi" } },
          ],
        },
      },
    },
  };
}

function serverContainer(plan: PostgresPlan, image: pulumi.Input<string>) {
  const settings = { shared_buffers: `${plan.sharedBuffersMiB}MB`, max_connections: plan.maxConnections };
  return {
    name: "server",
    image,
    args: Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]),
    env: [
      // Below the mount: a volume's own folder may hold what its file system put there.
      { name: "PGDATA", value: `${DATA_MOUNT}/postgres` },
      { name: "POSTGRES_PASSWORD_FILE", value: `${SECRETS_DIR}/${PASSWORD_KEY}` },
    ],
    ports: [{ name: "postgres", containerPort: PORT }],
    resources: containerResources(plan.resources),
    securityContext: restrictedContainer,
    // Ten minutes: recovery after a crash reads the log of all that was not yet written.
    startupProbe: commandProbe(accepts, { periodSeconds: 2, timeoutSeconds: 5, failures: 300 }),
    readinessProbe: commandProbe(answers, { periodSeconds: 10, timeoutSeconds: 10, failures: 3 }),
    livenessProbe: commandProbe(accepts, { periodSeconds: 20, timeoutSeconds: 10, failures: 6 }),
    volumeMounts: [
      { name: "data", mountPath: DATA_MOUNT },
      { name: "auth", mountPath: SECRETS_DIR, readOnly: true },
      { name: "scripts", mountPath: SCRIPTS_DIR, readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
      { name: "run", mountPath: "/var/run/postgresql" },
    ],
  };
}
