import { at, entries, list, text } from "./reading.ts";
import type { Resource } from "./rule.ts";

/** Where a kind keeps the specification of its pods. */
const podPaths: Readonly<Record<string, readonly string[]>> = {
  CronJob: ["spec", "jobTemplate", "spec", "template"],
  DaemonSet: ["spec", "template"],
  Deployment: ["spec", "template"],
  Job: ["spec", "template"],
  Pod: [],
  ReplicaSet: ["spec", "template"],
  ReplicationController: ["spec", "template"],
  StatefulSet: ["spec", "template"],
};

/** On an object whose pods stay up and wait for a person or a tool to come in: `nobody` is served. */
const SERVES = "trainyard/serves";

/** Kinds that stay up and answer. */
const serving = new Set(["Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"]);

/** The kind of a Kubernetes object in any API version; undefined for all else. */
export function kindOf({ type }: Pick<Resource, "type">): string | undefined {
  return /^kubernetes:[^:]+:([A-Za-z]+)$/.exec(type)?.[1];
}

/** The pods that an object makes. */
export interface Pods {
  /** Path of the pod's specification in the object. */
  readonly path: string;
  readonly spec: unknown;
  readonly labels: Readonly<Record<string, unknown>>;
  /** Whether they stay up and answer: no job, and not said to serve nobody. */
  readonly serves: boolean;
}

/** The pods of an object, or undefined where it makes none. */
export function podsOf(resource: Resource): Pods | undefined {
  const kind = kindOf(resource) ?? "";
  const way = podPaths[kind];
  if (way === undefined) return undefined;
  const template = way.length === 0 ? resource.props : at(resource.props, ...way);
  const path = [...way, "spec"].join(".");
  const labels = Object.fromEntries(entries(at(template, "metadata", "labels")));
  const servesNobody = at(resource.props, "metadata", "annotations", SERVES) === "nobody";
  return { path, spec: at(template, "spec"), labels, serves: serving.has(kind) && !servesNobody };
}

/** One container of an object's pods. */
export interface Container {
  /** As `containers["server"]`. */
  readonly where: string;
  readonly value: unknown;
  /** Its own field of the security context, else the pod's. */
  security(field: string): unknown;
}

/** Every container of an object: those that prepare it first. None for what makes no pods. */
export function containersOf(resource: Resource): readonly Container[] {
  const pods = podsOf(resource);
  if (pods === undefined) return [];
  return ["initContainers", "containers", "ephemeralContainers"].flatMap((group) =>
    list(at(pods.spec, group)).map((value, index) => ({
      where: `${group}[${JSON.stringify(text(at(value, "name")) ?? index)}]`,
      value,
      security: (field: string) => at(value, "securityContext", field) ?? at(pods.spec, "securityContext", field),
    })),
  );
}

/** Containers that run for as long as the pod does: also those that prepare it and are told to stay. */
export function lastingContainersOf(resource: Resource): readonly Container[] {
  return containersOf(resource).filter(
    ({ where, value }) => where.startsWith("containers[") || at(value, "restartPolicy") === "Always",
  );
}

/** Namespace of an object; `default` where it names none. */
export function namespaceOf(resource: Resource): string {
  return text(at(resource.props, "metadata", "namespace")) ?? "default";
}

/** The replicas that an object asks for; one where it says nothing. */
export function replicasOf(resource: Resource): number {
  const replicas = at(resource.props, "spec", "replicas");
  return typeof replicas === "number" ? replicas : 1;
}

/** Whether a label selector takes pods with these labels. `matchExpressions` are not read: then it counts as no. */
export function selects(selector: unknown, labels: Readonly<Record<string, unknown>>): boolean {
  if (list(at(selector, "matchExpressions")).length > 0) return false;
  return entries(at(selector, "matchLabels")).every(([key, value]) => labels[key] === value);
}

/** Whether each of its pods gets claims of its own, which the StatefulSet makes and, where told, deletes. */
export function makesClaims(resource: Resource): boolean {
  return kindOf(resource) === "StatefulSet" && list(at(resource.props, "spec", "volumeClaimTemplates")).length > 0;
}
