import { commandProbe, httpProbe } from "../../lib/probes.ts";
import type * as pulumi from "../../lib/pulumi.ts";
import { containerResources } from "../../lib/resources.ts";
import { restrictedPod } from "../../lib/security.ts";
import { spreadOverNodes } from "../../lib/spread.ts";
import type { MLflowPlan } from "../plan.ts";
import { ARTIFACTS_DIR, DATABASE_URI, FLASK_KEY, PORT, SCRIPTS_DIR } from "./constants.ts";
import { commonContainer, commonEnv, commonVolumes, fromConfig, type PodUses, versioned } from "./container.ts";

export interface ServerUses extends PodUses {
  readonly claim: pulumi.Input<string>;
  readonly allowedHosts: pulumi.Input<string>;
}

/** The servers, rolled one by one: a new one answers before an old one is told to stop. */
export function serverDeployment(plan: MLflowPlan, uses: ServerUses) {
  const labels = plan.serverLabels;
  return {
    metadata: { name: plan.name, namespace: uses.namespace, labels },
    spec: {
      replicas: plan.replicas,
      selector: { matchLabels: labels },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        metadata: { labels, annotations: versioned(uses) },
        spec: {
          ...restrictedPod,
          ...(plan.oneNode
            ? { affinity: sameNode(plan) }
            : { topologySpreadConstraints: spreadOverNodes(plan.serverLabels) }),
          terminationGracePeriodSeconds: 60,
          containers: [serverContainer(plan, uses)],
          volumes: [...commonVolumes(uses), { name: "artifacts", persistentVolumeClaim: { claimName: uses.claim } }],
        },
      },
    },
  };
}

function serverContainer(plan: MLflowPlan, uses: ServerUses) {
  const { volumeMounts, ...common } = commonContainer(uses);
  const command = ["mlflow", "server", "--app-name=basic-auth", "--host=0.0.0.0", `--port=${PORT}`];
  // One process per pod: a supervisor of several kills those that are slow to start. More pods serve more.
  const args = ["--workers=1", "--serve-artifacts", `--artifacts-destination=${ARTIFACTS_DIR}`];
  return {
    ...common,
    name: "server",
    command: [...command, ...args],
    env: [
      ...commonEnv(plan, uses),
      { name: "MLFLOW_BACKEND_STORE_URI", value: DATABASE_URI },
      { name: "MLFLOW_FLASK_SERVER_SECRET_KEY", ...fromConfig(uses, FLASK_KEY) },
      { name: "MLFLOW_SERVER_ALLOWED_HOSTS", value: uses.allowedHosts },
      // Evaluation jobs of MLflow's own: seven processes of 230 MiB each in every pod, for a feature that nobody here uses.
      { name: "MLFLOW_SERVER_ENABLE_JOB_EXECUTION", value: "false" },
    ],
    ports: [{ name: "http", containerPort: PORT }],
    resources: containerResources(plan.resources),
    // Its address is taken from the Service before it stops to listen.
    lifecycle: { preStop: { exec: { command: ["sleep", "5"] } } },
    startupProbe: httpProbe("/health", "http", { periodSeconds: 2, timeoutSeconds: 5, failures: 150 }),
    // It serves once it answers. It stays for minutes when it does not: a machine without time to spare or a database that is
    // away fails every server's probe at once, and to take all of them from the Service refuses who would only have waited.
    readinessProbe: commandProbe(["python3", `${SCRIPTS_DIR}/answers.py`], {
      periodSeconds: 10,
      timeoutSeconds: 20,
      failures: 18,
    }),
    livenessProbe: httpProbe("/health", "http", { periodSeconds: 20, timeoutSeconds: 15, failures: 6 }),
    volumeMounts: [...volumeMounts, { name: "artifacts", mountPath: ARTIFACTS_DIR }],
  };
}

function sameNode({ serverLabels: matchLabels }: MLflowPlan) {
  const together = { labelSelector: { matchLabels }, topologyKey: "kubernetes.io/hostname" };
  return { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [together] } };
}
