// The one door to the classes of @pulumi/kubernetes. The types are the package's own; the classes register the same resources
// without its 0.8 seconds (docs/decisions/0021). A kind that is missing here is one line away.
import type * as deployment from "@pulumi/kubernetes/apps/v1/deployment.js";
import type * as statefulSet from "@pulumi/kubernetes/apps/v1/statefulSet.js";
import type * as cronJob from "@pulumi/kubernetes/batch/v1/cronJob.js";
import type * as job from "@pulumi/kubernetes/batch/v1/job.js";
import type * as configMap from "@pulumi/kubernetes/core/v1/configMap.js";
import type * as namespace from "@pulumi/kubernetes/core/v1/namespace.js";
import type * as claim from "@pulumi/kubernetes/core/v1/persistentVolumeClaim.js";
import type * as secret from "@pulumi/kubernetes/core/v1/secret.js";
import type * as service from "@pulumi/kubernetes/core/v1/service.js";
import type * as serviceAccount from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import type * as networkPolicy from "@pulumi/kubernetes/networking/v1/networkPolicy.js";
import manifest from "@pulumi/kubernetes/package.json" with { type: "json" };
import type * as disruptionBudget from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import type * as provider from "@pulumi/kubernetes/provider.js";
import * as pulumi from "./pulumi.ts";
import { type ResourceClass, resourceClass } from "./resource-class.ts";

/** Inputs of Kubernetes' types, as manifests are written: `inputs.core.v1.Container`. */
export type * as inputs from "@pulumi/kubernetes/types/input.js";

interface Fields {
  readonly inputs: readonly string[];
  readonly outputs?: readonly string[];
  readonly secrets?: readonly string[];
}

const withSpec: Fields = { inputs: ["metadata", "spec"] };
const withStatus: Fields = { inputs: ["metadata", "spec"], outputs: ["status"] };

function kind<Args extends object, Made extends pulumi.CustomResource>(
  apiVersion: string,
  name: string,
  fields: Fields,
): ResourceClass<Args, Made> {
  const group = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
  const { version } = manifest;
  return resourceClass({ token: `kubernetes:${group}:${name}`, version, fixed: { apiVersion, kind: name }, ...fields });
}

export const Deployment = kind<deployment.DeploymentArgs, deployment.Deployment>("apps/v1", "Deployment", withStatus);
export const StatefulSet = kind<statefulSet.StatefulSetArgs, statefulSet.StatefulSet>(
  "apps/v1",
  "StatefulSet",
  withStatus,
);
export const Job = kind<job.JobArgs, job.Job>("batch/v1", "Job", withStatus);
export const CronJob = kind<cronJob.CronJobArgs, cronJob.CronJob>("batch/v1", "CronJob", withStatus);
export const Namespace = kind<namespace.NamespaceArgs, namespace.Namespace>("v1", "Namespace", withStatus);
export const PersistentVolumeClaim = kind<claim.PersistentVolumeClaimArgs, claim.PersistentVolumeClaim>(
  "v1",
  "PersistentVolumeClaim",
  withStatus,
);
export const Service = kind<service.ServiceArgs, service.Service>("v1", "Service", withStatus);
export const NetworkPolicy = kind<networkPolicy.NetworkPolicyArgs, networkPolicy.NetworkPolicy>(
  "networking.k8s.io/v1",
  "NetworkPolicy",
  withSpec,
);
export const PodDisruptionBudget = kind<disruptionBudget.PodDisruptionBudgetArgs, disruptionBudget.PodDisruptionBudget>(
  "policy/v1",
  "PodDisruptionBudget",
  withStatus,
);
export const ConfigMap = kind<configMap.ConfigMapArgs, configMap.ConfigMap>("v1", "ConfigMap", {
  inputs: ["binaryData", "data", "immutable", "metadata"],
});
export const Secret = kind<secret.SecretArgs, secret.Secret>("v1", "Secret", {
  inputs: ["data", "immutable", "metadata", "stringData", "type"],
  secrets: ["data", "stringData"],
});
export const ServiceAccount = kind<serviceAccount.ServiceAccountArgs, serviceAccount.ServiceAccount>(
  "v1",
  "ServiceAccount",
  { inputs: ["automountServiceAccountToken", "imagePullSecrets", "metadata", "secrets"] },
);

/** What a provider of ours is told; `kubeconfig` is a path or a content. */
export type ProviderArgs = Pick<
  provider.ProviderArgs,
  | "kubeconfig"
  | "context"
  | "namespace"
  | "deleteUnreachable"
  | "skipUpdateUnreachable"
  | "enableConfigMapMutable"
  | "enableSecretMutable"
>;

const switchNames = [
  "deleteUnreachable",
  "skipUpdateUnreachable",
  "enableConfigMapMutable",
  "enableSecretMutable",
] as const satisfies readonly (keyof ProviderArgs)[];

/** The cluster that resources go to. It never looks at `KUBECONFIG`: a stack names its cluster. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    const { kubeconfig, context, namespace } = args;
    const asText = (value: pulumi.Input<boolean | undefined>) =>
      pulumi.output(value).apply((it) => (it === undefined ? undefined : JSON.stringify(it)));
    const switches = Object.fromEntries(switchNames.map((one) => [one, asText(args[one])]));
    const options = pulumi.mergeOptions({ version: manifest.version }, opts);
    super("kubernetes", name, { kubeconfig, context, namespace, ...switches }, options);
  }
}
