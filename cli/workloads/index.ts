import { AppsV1Api, CoreV1Api, KubeConfig, type V1Pod } from "@kubernetes/client-node";
import type { KubeAccess } from "../../components/lib/kube-access.ts";
import { type PodFacts, type Replicated, type TroubledPod, troubleOf } from "./ready.ts";

/** What a stack has in its namespace. */
export interface Workloads {
  readonly namespace: string;
  readonly replicated: readonly Replicated[];
  readonly troubled: readonly TroubledPod[];
}

/** Asks the cluster. Throws the client's error where it does not answer. */
export async function workloadsOf(access: KubeAccess, namespace: string): Promise<Workloads> {
  const config = new KubeConfig();
  if (access.kubeconfig === undefined) config.loadFromDefault();
  else config.loadFromFile(access.kubeconfig);
  if (access.context !== undefined) config.setCurrentContext(access.context);
  const [apps, core] = [config.makeApiClient(AppsV1Api), config.makeApiClient(CoreV1Api)];
  const [deployments, statefulSets, pods] = await Promise.all([
    apps.listNamespacedDeployment({ namespace }),
    apps.listNamespacedStatefulSet({ namespace }),
    core.listNamespacedPod({ namespace }),
  ]);
  const counted = (kind: Replicated["kind"]) => (one: Counted) => ({
    kind,
    name: one.metadata?.name ?? "",
    wanted: one.spec?.replicas ?? 1,
    ready: one.status?.readyReplicas ?? 0,
  });
  return {
    namespace,
    replicated: [...deployments.items.map(counted("Deployment")), ...statefulSets.items.map(counted("StatefulSet"))],
    troubled: pods.items.flatMap((pod) => troubleOf(factsOf(pod)) ?? []),
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
