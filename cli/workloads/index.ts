import { AppsV1Api, CoreV1Api, KubeConfig, type V1Pod } from "@kubernetes/client-node";
import { inTime } from "../../components/lib/in-time.ts";
import type { KubeAccess } from "../../components/lib/kube-access.ts";
import { dataPort } from "./data-port.ts";
import { type DataStatus, dataStatus, partOf } from "./data-status.ts";
import { type PodFacts, type Replicated, type TroubledPod, troubleOf } from "./ready.ts";

/** What a stack has in its namespace. */
export interface Workloads {
  readonly namespace: string;
  readonly replicated: readonly Replicated[];
  readonly troubled: readonly TroubledPod[];
  /** File systems and tables, by what they say themselves. */
  readonly data: DataStatus;
}

/** A cluster that answers at all answers within it. */
const ANSWER_SECONDS = 15;

/** Asks the cluster. Throws the client's error where it refuses, and an Error where it does not answer in time. */
export async function workloadsOf(
  access: KubeAccess,
  namespace: string,
  answerSeconds = ANSWER_SECONDS,
): Promise<Workloads> {
  const config = new KubeConfig();
  if (access.kubeconfig === undefined) config.loadFromDefault();
  else config.loadFromFile(access.kubeconfig);
  if (access.context !== undefined) config.setCurrentContext(access.context);
  const [apps, core] = [config.makeApiClient(AppsV1Api), config.makeApiClient(CoreV1Api)];
  // the client itself waits for ever for whoever took its call
  const lists = Promise.all([
    apps.listNamespacedDeployment({ namespace }),
    apps.listNamespacedStatefulSet({ namespace }),
    core.listNamespacedPod({ namespace }),
  ]);
  const [deployments, statefulSets, pods] = await inTime(lists, answerSeconds * 1000);
  const counted = (kind: Replicated["kind"]) => (one: Counted) => ({
    kind,
    name: one.metadata?.name ?? "",
    wanted: one.spec?.replicas ?? 1,
    ready: one.status?.readyReplicas ?? 0,
  });
  const labelled = pods.items.flatMap(({ metadata }) => partOf(metadata?.name ?? "", metadata?.labels ?? {}) ?? []);
  return {
    namespace,
    replicated: [...deployments.items.map(counted("Deployment")), ...statefulSets.items.map(counted("StatefulSet"))],
    troubled: pods.items.flatMap((pod) => troubleOf(factsOf(pod)) ?? []),
    data: await dataStatus(labelled, dataPort(access, namespace)),
  };
}

interface Counted {
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly readyReplicas?: number };
}

function factsOf({ metadata, status }: V1Pod): PodFacts {
  const scheduled = status?.conditions?.find(({ type }) => type === "PodScheduled");
  return {
    name: metadata?.name ?? "",
    phase: status?.phase ?? "Unknown",
    unscheduled: scheduled?.status === "False" ? (scheduled.message ?? scheduled.reason) : undefined,
    containers: status?.containerStatuses ?? [],
  };
}
