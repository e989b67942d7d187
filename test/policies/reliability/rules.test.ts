import { describe } from "vitest";
import { rules } from "../../../policies/reliability/rules.ts";
import { type Proof, proveRules, type StackProof, UNKNOWN } from "../rule-proof.ts";
import {
  container,
  cronJob,
  deployment,
  job,
  kubernetes,
  networkVolume,
  statefulSet,
  trainingJob,
  withContainer,
} from "../written.ts";

const waiting = deployment({}, { replicas: 1 }, { name: "tools", annotations: { "trainyard/serves": "nobody" } });
/** Pods with a container that prepares them and stays. */
const beside = (change: object) => deployment({ initContainers: [container({ restartPolicy: "Always", ...change })] });
const bare = kubernetes("apps/v1:Deployment", {});
const noJob = { ...trainingJob(), props: {} };
const resources = (requests: object | undefined, limits: object | undefined) =>
  withContainer({ resources: { requests, limits } });
const both = { cpu: "1", memory: "1Gi" };
const constraint = [{ topologyKey: "kubernetes.io/hostname", maxSkew: 1 }];
const together = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{}] } };
const promise = (percent: unknown, replicas?: number) =>
  deployment({}, { replicas }, { name: "web", annotations: { "trainyard/availability-percent": percent } });
const budget = (labels: object, namespace = "shop") =>
  kubernetes("policy/v1:PodDisruptionBudget", { metadata: { namespace }, spec: { selector: { matchLabels: labels } } });
const strategy = (change: unknown) => deployment({}, { strategy: change });
const claim = (annotations: unknown, protect = false) =>
  kubernetes("core/v1:PersistentVolumeClaim", { metadata: { annotations } }, { protect });
const dataVolume = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
const mounting = statefulSet({ volumes: dataVolume });
const namedClaim = (backup: unknown) =>
  kubernetes("core/v1:PersistentVolumeClaim", {
    metadata: { name: "data", namespace: "shop", annotations: { "trainyard/backup": backup } },
  });
const template = [{ metadata: { name: "data" } }];
const making = (annotations: object | undefined, whenDeleted?: unknown, protect = false) => {
  const policy = whenDeleted === undefined ? {} : { persistentVolumeClaimRetentionPolicy: { whenDeleted } };
  const metadata = { name: "store", namespace: "shop", annotations };
  const spec = { volumeClaimTemplates: template, ...policy };
  return kubernetes("apps/v1:StatefulSet", { metadata, spec }, { protect });
};
const dump = (spec: object = {}) =>
  kubernetes("batch/v1:CronJob", { metadata: { name: "dump", namespace: "shop" }, spec });
const volume = (emptyDir: unknown) => deployment({ volumes: [{ name: "run", emptyDir }] });

const proofs: Readonly<Record<string, Proof | StackProof>> = {
  "resource-requests": {
    passes: [deployment(), cronJob()],
    refuses: [[resources({ cpu: "1" }, both), 'containers["server"].resources.requests.memory is missing']],
    empty: { of: withContainer({ resources: { requests: { memory: "1Gi" } } }), is: "refused" },
    unknown: withContainer({ resources: UNKNOWN }),
  },
  "resource-limits": {
    passes: [deployment(), job()],
    refuses: [[resources(both, { memory: "1Gi" }), "resources.limits.cpu is missing", "allowed: an amount"]],
    empty: { of: withContainer({ resources: undefined }), is: "refused" },
    unknown: resources(both, { cpu: UNKNOWN }),
  },
  "reserved-memory": {
    passes: [deployment(), resources({ memory: "1024Mi" }, { memory: "1Gi" }), resources(undefined, undefined)],
    refuses: [
      [resources({ memory: "512Mi" }, { memory: "1Gi" }), 'requests.memory is "512Mi"', "allowed: the limit, 1Gi"],
      [resources({ memory: "lots" }, { memory: "lots" }), 'is "lots"'],
    ],
    empty: { of: bare, is: "passed" },
    unknown: resources({ memory: UNKNOWN }, { memory: "1Gi" }),
  },
  "readiness-probe": {
    passes: [deployment(), job({}, { containers: [{ name: "once" }] })],
    refuses: [
      [withContainer({ readinessProbe: undefined }), "readinessProbe is missing", "allowed: a probe"],
      [beside({ readinessProbe: undefined }), 'initContainers["server"].readinessProbe is missing'],
    ],
    empty: { of: bare, is: "passed" },
    unknown: withContainer({ readinessProbe: UNKNOWN }),
  },
  "liveness-probe": {
    passes: [deployment(), statefulSet()],
    refuses: [
      [withContainer({ livenessProbe: undefined }), "livenessProbe is missing"],
      [beside({ livenessProbe: undefined }), 'initContainers["server"].livenessProbe is missing'],
    ],
    empty: { of: bare, is: "passed" },
    unknown: withContainer({ livenessProbe: UNKNOWN }),
  },
  "disruption-budget": {
    passes: [[deployment(), budget({ app: "web" })], [job()], [waiting]],
    refuses: [
      [[deployment()], 'Deployment "r0"', "have no PodDisruptionBudget"],
      [[deployment(), budget({ app: "other" })], "its pods"],
      [[statefulSet(), budget({ app: "web" }, "elsewhere")], "StatefulSet"],
    ],
    empty: { of: [bare], is: "refused" },
    unknown: [
      deployment(),
      kubernetes("policy/v1:PodDisruptionBudget", { metadata: { namespace: "shop" }, spec: UNKNOWN }),
    ],
  },
  spread: {
    passes: [
      deployment(),
      deployment({ topologySpreadConstraints: constraint }, { replicas: 3 }),
      deployment({ affinity: { podAntiAffinity: {} } }, { replicas: 3 }),
      deployment({ affinity: together }, { replicas: 2 }),
    ],
    refuses: [[deployment({}, { replicas: 2 }), "topologySpreadConstraints is missing"]],
    empty: { of: bare, is: "passed" },
    unknown: deployment({}, { replicas: UNKNOWN }),
  },
  "min-replicas": {
    settings: { min: 2 },
    passes: [deployment({}, { replicas: 2 }), statefulSet({}, { replicas: 1 }), waiting],
    refuses: [[deployment({}, { replicas: 1 }), "spec.replicas is 1", "at least 2"]],
    empty: { of: bare, is: "refused" },
    unknown: deployment({}, { replicas: UNKNOWN }),
  },
  "promised-availability": {
    passes: [deployment(), promise("99.9", 2), promise("99.5", 1)],
    refuses: [
      [promise("99.9", 1), "spec.replicas is 1 behind a promise of 99.9 %", "at least 2"],
      [promise("always", 2), 'is "always"', "a percentage below 100"],
    ],
    empty: { of: bare, is: "passed" },
    unknown: promise(UNKNOWN, 1),
  },
  "rolling-update": {
    passes: [deployment(), strategy({ type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } })],
    refuses: [
      [strategy({ type: "Recreate" }), "spec.strategy.type is Recreate", "RollingUpdate"],
      [strategy({ rollingUpdate: { maxSurge: 0 } }), "maxSurge is 0"],
    ],
    empty: { of: bare, is: "passed" },
    unknown: strategy(UNKNOWN),
  },
  "job-deadline": {
    passes: [job(), cronJob()],
    refuses: [
      [job({ activeDeadlineSeconds: undefined }), "spec.activeDeadlineSeconds is missing"],
      [cronJob({}, { backoffLimit: undefined }), "spec.jobTemplate.spec.backoffLimit is missing"],
    ],
    empty: { of: kubernetes("batch/v1:Job", {}), is: "refused" },
    unknown: job({ backoffLimit: UNKNOWN }),
  },
  "cron-overlap": {
    passes: [cronJob(), cronJob({ concurrencyPolicy: "Replace" })],
    refuses: [[cronJob({ concurrencyPolicy: "Allow" }), 'is "Allow"', "Forbid or Replace"]],
    empty: { of: kubernetes("batch/v1:CronJob", {}), is: "refused" },
    unknown: cronJob({ concurrencyPolicy: UNKNOWN }),
  },
  "kept-history": {
    passes: [cronJob()],
    refuses: [
      [cronJob({ failedJobsHistoryLimit: 0 }), "failedJobsHistoryLimit is 0", "1 to 10"],
      [cronJob({ successfulJobsHistoryLimit: undefined }), "successfulJobsHistoryLimit is missing"],
    ],
    empty: { of: kubernetes("batch/v1:CronJob", {}), is: "refused" },
    unknown: cronJob({ failedJobsHistoryLimit: UNKNOWN }),
  },
  "memory-volume-limit": {
    passes: [deployment(), volume({}), volume({ medium: "Memory", sizeLimit: "16Mi" })],
    refuses: [[volume({ medium: "Memory" }), 'volumes["run"].emptyDir.sizeLimit is missing']],
    empty: { of: bare, is: "passed" },
    unknown: volume({ medium: UNKNOWN }),
  },
  "retained-volume": {
    passes: [networkVolume(), networkVolume({ retain: false }, { protect: true })],
    refuses: [[networkVolume({ retain: false }), "retain is false", "allowed: true"]],
    empty: { of: { ...networkVolume(), props: {} }, is: "refused" },
    unknown: networkVolume({ retain: UNKNOWN }),
  },
  "retained-claim": {
    passes: [
      claim({ "trainyard/retain": "true" }),
      claim({}, true),
      statefulSet(),
      making({}, "Retain"),
      making({}),
      making({}, "Delete", true),
    ],
    refuses: [
      [claim({}), 'metadata.annotations["trainyard/retain"] is missing'],
      [making({}, "Delete"), 'persistentVolumeClaimRetentionPolicy.whenDeleted is "Delete"', "allowed: Retain"],
    ],
    empty: { of: kubernetes("core/v1:PersistentVolumeClaim", {}), is: "refused" },
    unknown: claim(UNKNOWN),
  },
  "backed-up-claim": {
    passes: [
      [namedClaim("dump"), mounting, dump()],
      [namedClaim("none"), mounting],
      [namedClaim(undefined), deployment({ volumes: dataVolume })],
      [making({ "trainyard/backup": "dump" }), dump()],
      [making({ "trainyard/backup": "none" })],
    ],
    refuses: [
      [[namedClaim(undefined), mounting, dump()], 'metadata.annotations["trainyard/backup"] is missing'],
      [[namedClaim("other"), mounting, dump()], 'is "other"', "the name of a CronJob"],
      [[namedClaim("dump"), mounting, dump({ suspend: true })], "names dump, which is suspended"],
      [[making(undefined), dump()], 'metadata.annotations["trainyard/backup"] is missing'],
      [[making({ "trainyard/backup": "dump" })], 'is "dump"', "the name of a CronJob"],
    ],
    empty: { of: [kubernetes("core/v1:PersistentVolumeClaim", {})], is: "passed" },
    unknown: [namedClaim(UNKNOWN), mounting],
  },
  "several-attempts": {
    passes: [trainingJob()],
    refuses: [[trainingJob({ attempts: 1 }), "attempts is 1", "at least 2"]],
    empty: { of: noJob, is: "refused" },
    unknown: trainingJob({ attempts: UNKNOWN }),
  },
  "several-candidates": {
    passes: [trainingJob(), trainingJob({ candidates: { minMemoryGb: 24 } })],
    refuses: [[trainingJob({ candidates: [{ gpu: "NVIDIA L4" }] }), "candidates names 1", "at least 2"]],
    empty: { of: noJob, is: "refused" },
    unknown: trainingJob({ candidates: UNKNOWN }),
  },
  "frequent-checkpoints": {
    passes: [trainingJob(), trainingJob({ checkpointMinutes: 60 })],
    refuses: [
      [trainingJob({ checkpointMinutes: 90 }), "checkpointMinutes is 90", "at most 60"],
      [trainingJob({ checkpointKeep: 1 }), "checkpointKeep is 1", "at least 2"],
    ],
    empty: { of: noJob, is: "refused" },
    unknown: trainingJob({ checkpointMinutes: UNKNOWN }),
  },
};

describe("the rules of policies/reliability", () => {
  proveRules(rules, proofs);
});
