import { isMap, type PropertyMap } from "../core/values.ts";
import type { Cluster } from "./client/cluster.ts";
import { condition, count, field, maps, text } from "./fields.ts";
import { readyRule } from "./ready/rules.ts";

const logLines = 10;
const shownPods = 2;

/** What goes wrong with an object and its pods, in the cluster's words: conditions, events, ends of containers, logs. */
export async function troublesOf(cluster: Cluster, object: PropertyMap, signal: AbortSignal): Promise<string[]> {
  const found = [...conditionTroubles(object), ...(await eventTroubles(cluster, object, signal))];
  const pods = (await podsOf(cluster, object, signal)).filter((pod) => !isFine(pod));
  for (const pod of pods.slice(0, shownPods)) found.push(...(await podTroubles(cluster, pod, signal)));
  return [...new Set(found)];
}

/** The same in one line and without logs, for the status line while waiting. */
export async function briefTrouble(
  cluster: Cluster,
  object: PropertyMap,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const pod of await podsOf(cluster, object, signal)) {
    const [first] = containerTroubles(pod);
    if (first !== undefined) return `pod ${text(pod, "metadata", "name") ?? ""}: ${first.line}`;
    const [unplaced] = conditionTroubles(pod);
    if (unplaced !== undefined) return unplaced;
  }
  return undefined;
}

/** Conditions that tell of a failure. */
function conditionTroubles(object: PropertyMap): string[] {
  const bad = [
    ["ReplicaFailure", "True"],
    ["PodScheduled", "False"],
    ["Failed", "True"],
  ] as const;
  return bad.flatMap(([type, status]) => {
    const found = condition(object, type);
    if (text(found, "status") !== status) return [];
    const whose = text(object, "kind") === "Pod" ? `pod ${text(object, "metadata", "name") ?? ""}: ` : "";
    return [`${whose}${text(found, "reason") ?? type}: ${text(found, "message") ?? ""}`];
  });
}

/** Warnings of the newest events about one object. */
async function eventTroubles(cluster: Cluster, object: PropertyMap, signal: AbortSignal): Promise<string[]> {
  const uid = text(object, "metadata", "uid");
  const namespace = text(object, "metadata", "namespace");
  if (uid === undefined || namespace === undefined) return [];
  const selector = encodeURIComponent(`involvedObject.uid=${uid},type=Warning`);
  const list = await cluster.get(`/api/v1/namespaces/${namespace}/events?fieldSelector=${selector}`, signal);
  const newest = [...maps(list, "items")].sort((a, b) => timeOf(b).localeCompare(timeOf(a))).slice(0, 3);
  const isPod = text(object, "kind") === "Pod";
  const whose = isPod ? `pod ${text(object, "metadata", "name") ?? ""}: ` : "";
  return newest.map((event) => `${whose}${text(event, "reason") ?? ""}: ${text(event, "message") ?? ""}`);
}

const timeOf = (event: PropertyMap): string => text(event, "lastTimestamp") ?? text(event, "eventTime") ?? "";

/** The pods that an object stands for: itself, or those of its selector. */
async function podsOf(cluster: Cluster, object: PropertyMap, signal: AbortSignal): Promise<readonly PropertyMap[]> {
  if (text(object, "kind") === "Pod") return [object];
  const where = readyRule(object)?.podSelector;
  const labels = where === undefined ? undefined : field(object, ...where);
  if (!isMap(labels)) return [];
  const pairs = Object.keys(labels).map((name) => `${name}=${text(labels, name) ?? ""}`);
  const selector = encodeURIComponent(pairs.join(","));
  const namespace = text(object, "metadata", "namespace") ?? "default";
  const list = await cluster.get(`/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}&limit=50`, signal);
  return maps(list, "items").map((pod) => ({ kind: "Pod", apiVersion: "v1", ...pod }));
}

const isFine = (pod: PropertyMap): boolean =>
  text(condition(pod, "Ready"), "status") === "True" || text(pod, "status", "phase") === "Succeeded";

async function podTroubles(cluster: Cluster, pod: PropertyMap, signal: AbortSignal): Promise<string[]> {
  const name = text(pod, "metadata", "name") ?? "";
  const found = [...conditionTroubles(pod), ...(await eventTroubles(cluster, pod, signal))];
  for (const { container, line, ended } of containerTroubles(pod)) {
    found.push(`pod ${name}: ${line}`);
    if (ended === undefined) continue;
    const log = await lastLines(cluster, pod, container, ended === "before", signal);
    if (log !== "") found.push(`pod ${name}: last lines of container ${container}:\n${log}`);
  }
  return found;
}

interface ContainerTrouble {
  readonly container: string;
  readonly line: string;
  /** Whether its last words are those of the container there is now, or of the one before it. */
  readonly ended: "now" | "before" | undefined;
}

/** Waiting for no good reason, ended badly, running without being ready. */
export function containerTroubles(pod: PropertyMap): ContainerTrouble[] {
  const containers = [...maps(pod, "status", "initContainerStatuses"), ...maps(pod, "status", "containerStatuses")];
  return containers.flatMap((status): ContainerTrouble[] => {
    const container = text(status, "name") ?? "";
    const reason = text(status, "state", "waiting", "reason");
    const before = field(status, "lastState", "terminated");
    const now = field(status, "state", "terminated");
    const end = now ?? before;
    const ended = now !== undefined ? "now" : before !== undefined ? "before" : undefined;
    if (end !== undefined && (count(end, "exitCode") !== 0 || text(end, "reason") === "OOMKilled")) {
      const why = text(end, "reason") ?? "Error";
      const again = count(status, "restartCount") > 0 ? `, started ${count(status, "restartCount") + 1} times` : "";
      const line = `container ${container} ended with code ${count(end, "exitCode")} (${why})${again}`;
      return [{ container, line, ended }];
    }
    if (reason !== undefined && !["ContainerCreating", "PodInitializing"].includes(reason)) {
      const message = text(status, "state", "waiting", "message");
      const line = `container ${container} waits: ${reason}${message === undefined ? "" : `: ${message}`}`;
      return [{ container, line, ended: undefined }];
    }
    return [];
  });
}

async function lastLines(
  cluster: Cluster,
  pod: PropertyMap,
  container: string,
  previous: boolean,
  signal: AbortSignal,
): Promise<string> {
  const namespace = text(pod, "metadata", "namespace") ?? "default";
  const query = `container=${container}&tailLines=${logLines}&limitBytes=4000${previous ? "&previous=true" : ""}`;
  const path = `/api/v1/namespaces/${namespace}/pods/${text(pod, "metadata", "name") ?? ""}/log?${query}`;
  const log = await cluster.getText(path, signal).catch((error: unknown) => `(no log: ${String(error)})`);
  return log
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n")
    .trimEnd();
}
