import { NETWORK_VOLUME, TRAINING_JOB } from "../../policies/rule/types.ts";
import type { Written } from "./rule-proof.ts";

type Values = Readonly<Record<string, unknown>>;

const DIGEST = `sha256:${"ab".repeat(32)}`;
/** An image that every rule takes. */
export const goodImage = `docker.io/acme/web@${DIGEST}`;

/** A container with one thing about it changed. */
export const container = (change: Values = {}): Values => ({
  name: "server",
  image: goodImage,
  resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: "1", memory: "64Mi" } },
  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
  readinessProbe: { httpGet: { path: "/", port: 80 } },
  livenessProbe: { httpGet: { path: "/", port: 80 } },
  ...change,
});

/** The specification of a pod that every rule takes, with something changed. */
export const podSpec = (change: Values = {}): Values => ({
  automountServiceAccountToken: false,
  securityContext: { runAsNonRoot: true, runAsUser: 10, seccompProfile: { type: "RuntimeDefault" } },
  containers: [container()],
  ...change,
});

const labels = { app: "web" };
const metadata = { name: "web", namespace: "shop" };

export const kubernetes = (type: string, props: Values, more: Partial<Written> = {}): Written => ({
  type: `kubernetes:${type}`,
  props,
  ...more,
});

/** A Deployment whose pods have something changed; `spec` changes the Deployment's own. */
export const deployment = (pod: Values = {}, spec: Values = {}, of: Values = metadata): Written =>
  kubernetes("apps/v1:Deployment", {
    metadata: of,
    spec: { replicas: 1, template: { metadata: { labels }, spec: podSpec(pod) }, ...spec },
  });

/** A Deployment with one container in which something is changed. */
export const withContainer = (change: Values): Written => deployment({ containers: [container(change)] });

export const statefulSet = (pod: Values = {}, spec: Values = {}): Written =>
  kubernetes("apps/v1:StatefulSet", {
    metadata,
    spec: { template: { metadata: { labels }, spec: podSpec(pod) }, ...spec },
  });

export const job = (spec: Values = {}, pod: Values = {}): Written =>
  kubernetes("batch/v1:Job", {
    metadata,
    spec: { activeDeadlineSeconds: 60, backoffLimit: 2, template: { spec: podSpec(pod) }, ...spec },
  });

export const cronJob = (spec: Values = {}, jobSpec: Values = {}): Written =>
  kubernetes("batch/v1:CronJob", {
    metadata,
    spec: {
      concurrencyPolicy: "Forbid",
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: { spec: { activeDeadlineSeconds: 60, backoffLimit: 2, template: { spec: podSpec() }, ...jobSpec } },
      ...spec,
    },
  });

/** A training job that every rule takes, with something changed. */
export const trainingJob = (change: Values = {}, more: Partial<Written> = {}): Written => ({
  type: TRAINING_JOB,
  props: {
    image: goodImage,
    candidates: [
      { gpu: "NVIDIA L4", cloud: "SECURE" },
      { gpu: "NVIDIA RTX A4000", cloud: "SECURE", count: 1 },
    ],
    ...{ maxUsd: 0.5, maxUsdPerHour: 0.4, maxDurationMinutes: 30, attempts: 3, diskGb: 20, stallMinutes: 30 },
    ...{ keepOnFailureMinutes: 0, checkpointMinutes: 5, checkpointKeep: 2, env: {}, ports: [] },
    plan: { usdPerHour: 0.25, worstCaseUsd: 0.5, candidates: [{ gpu: "NVIDIA L4", usdPerHour: 0.25, source: "live" }] },
    ...change,
  },
  ...more,
});

export const networkVolume = (change: Values = {}, more: Partial<Written> = {}): Written => ({
  type: NETWORK_VOLUME,
  props: { name: "corpus", sizeGb: 10, retain: true, usdPerMonth: 0.7, ...change },
  ...more,
});
