import type * as pulumi from "../../lib/pulumi.ts";
import { restrictedContainer } from "../../lib/security.ts";
import type { MLflowPlan } from "../plan.ts";
import { ADMIN_PASSWORD_KEY, AUTH_KEY, CONFIG_DIR, SCRIPTS_DIR, SERVICES_KEY } from "./constants.ts";

/** What every pod of MLflow uses. */
export interface PodUses {
  readonly namespace: pulumi.Input<string>;
  readonly image: pulumi.Input<string>;
  /** The Secret with the configuration. */
  readonly config: pulumi.Input<string>;
  readonly scripts: pulumi.Input<string>;
  /** Changes with what Secret and scripts say: their names stay, and pods are to come anew. */
  readonly configVersion: pulumi.Input<string>;
}

/** Annotations of pods that start anew with their configuration. */
export const versioned = ({ configVersion }: Pick<PodUses, "configVersion">) => ({
  "trainyard/config-version": configVersion,
});

/** A value from the Secret. */
export const fromConfig = ({ config }: PodUses, key: string) => ({
  valueFrom: { secretKeyRef: { name: config, key } },
});

/** The environment of every container: where the databases are, who the administrator is, and no telemetry. */
export function commonEnv(plan: MLflowPlan, uses: PodUses) {
  return [
    { name: "PGSERVICEFILE", value: `${CONFIG_DIR}/${SERVICES_KEY}` },
    { name: "MLFLOW_AUTH_CONFIG_PATH", value: `${CONFIG_DIR}/${AUTH_KEY}` },
    { name: "MLFLOW_AUTH_ADMIN_USERNAME", value: plan.adminUsername },
    { name: "MLFLOW_AUTH_ADMIN_PASSWORD", ...fromConfig(uses, ADMIN_PASSWORD_KEY) },
    { name: "MLFLOW_DISABLE_TELEMETRY", value: "true" },
    { name: "DO_NOT_TRACK", value: "true" },
    { name: "HOME", value: "/tmp" },
    { name: "PYTHONDONTWRITEBYTECODE", value: "1" },
  ];
}

/** Image, rights and mounts of every container. */
export const commonContainer = ({ image }: PodUses) => ({
  image,
  securityContext: restrictedContainer,
  volumeMounts: [
    { name: "config", mountPath: CONFIG_DIR, readOnly: true },
    { name: "scripts", mountPath: SCRIPTS_DIR, readOnly: true },
    { name: "tmp", mountPath: "/tmp" },
  ],
});

/** Volumes of every pod. */
export const commonVolumes = ({ config, scripts }: PodUses) => [
  {
    name: "config",
    secret: {
      secretName: config,
      defaultMode: 0o440,
      items: [SERVICES_KEY, AUTH_KEY].map((key) => ({ key, path: key })),
    },
  },
  { name: "scripts", configMap: { name: scripts } },
  { name: "tmp", emptyDir: {} },
];
