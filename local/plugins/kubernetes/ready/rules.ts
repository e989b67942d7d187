import type { PropertyMap } from "../../core/values.ts";
import { text } from "../fields.ts";
import { claimClassPath, claimReadiness, definitionReadiness, serviceReadiness, waitsForEndpoints } from "./others.ts";
import type { Judge } from "./readiness.ts";
import {
  daemonSetReadiness,
  deploymentReadiness,
  jobReadiness,
  podReadiness,
  statefulSetReadiness,
} from "./workloads.ts";

/** When an object of a kind counts as ready. */
export interface ReadyRule {
  readonly judge: Judge;
  /** How long to wait where neither an annotation nor the program says it, in seconds. */
  readonly timeoutSeconds: number;
  /** Path in the API of an object or list that the judge needs beside the object. @default none */
  relatedPath?(object: PropertyMap): string | undefined;
  /** Where the selector of its pods lies: their troubles are its troubles. @default it has no pods */
  readonly podSelector?: readonly string[];
}

const workload = { timeoutSeconds: 600, podSelector: ["spec", "selector", "matchLabels"] } as const;

const rules: Readonly<Record<string, ReadyRule>> = {
  "apps/v1 DaemonSet": { judge: daemonSetReadiness, ...workload },
  "apps/v1 Deployment": { judge: deploymentReadiness, ...workload },
  "apps/v1 StatefulSet": { judge: statefulSetReadiness, ...workload },
  "apiextensions.k8s.io/v1 CustomResourceDefinition": { judge: definitionReadiness, timeoutSeconds: 60 },
  "batch/v1 Job": { judge: jobReadiness, ...workload },
  "v1 PersistentVolumeClaim": { judge: claimReadiness, timeoutSeconds: 300, relatedPath: claimClassPath },
  "v1 Pod": { judge: podReadiness, timeoutSeconds: 600 },
  "v1 Service": {
    judge: serviceReadiness,
    timeoutSeconds: 600,
    relatedPath: (object) => {
      if (!waitsForEndpoints(object)) return undefined;
      const namespace = text(object, "metadata", "namespace") ?? "default";
      const selector = encodeURIComponent(`kubernetes.io/service-name=${text(object, "metadata", "name") ?? ""}`);
      return `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=${selector}`;
    },
  },
};

/** The rule for an object's kind; undefined where being there is all there is. */
export function readyRule(object: PropertyMap): ReadyRule | undefined {
  return rules[`${text(object, "apiVersion") ?? ""} ${text(object, "kind") ?? ""}`];
}
