import { z } from "zod";
import { KubeApi } from "../../components/kubernetes/api.ts";
import type { KubeAccess } from "../../components/lib/kube-access.ts";

const named = z.looseObject({ metadata: z.looseObject({ name: z.string() }) });
const nodes = z.looseObject({ items: z.array(named).min(1) });
const pods = z.looseObject({ items: z.array(named) });
const summary = z.looseObject({
  pods: z.array(
    z.looseObject({
      podRef: z.looseObject({ name: z.string(), namespace: z.string() }),
      memory: z.looseObject({ rssBytes: z.number().optional() }).optional(),
    }),
  ),
});

/** A running pod, and the bytes that its processes have in memory. */
export interface PodMemory {
  readonly name: string;
  readonly bytes: number;
}

/** The kubelet counts a pod within 10 seconds or so after it began. */
const COUNTED_SECONDS = 60;

/**
 * Memory of each running pod of a namespace, as soon as the kubelet has counted all of them.
 *
 * @throws Error that names the pods which the kubelet has not counted within a minute
 */
export async function residentMemory(access: KubeAccess, namespace: string): Promise<readonly PodMemory[]> {
  const api = new KubeApi(access);
  const deadline = Date.now() + COUNTED_SECONDS * 1000;
  for (;;) {
    const running = await runningPods(api, namespace);
    const counted = await countedBytes(api, namespace);
    const missing = running.filter((name) => (counted.get(name) ?? 0) === 0);
    if (missing.length === 0 && running.length > 0)
      return running.map((name) => ({ name, bytes: counted.get(name) ?? 0 }));
    if (Date.now() > deadline)
      throw new Error(`the kubelet knows no memory of ${missing.join(", ") || "any pod"} in ${namespace}`);
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

async function runningPods(api: KubeApi, namespace: string): Promise<readonly string[]> {
  const answer = await api.get(`/api/v1/namespaces/${namespace}/pods?fieldSelector=status.phase%3DRunning`);
  return pods.parse(answer).items.map(({ metadata }) => metadata.name);
}

async function countedBytes(api: KubeApi, namespace: string): Promise<ReadonlyMap<string, number>> {
  const { items } = nodes.parse(await api.get("/api/v1/nodes"));
  const answers = items.map(({ metadata }) => api.get(`/api/v1/nodes/${metadata.name}/proxy/stats/summary`));
  const found = (await Promise.all(answers)).flatMap((answer) => summary.parse(answer).pods);
  const ours = found.filter(({ podRef }) => podRef.namespace === namespace);
  return new Map(ours.map(({ podRef, memory }) => [podRef.name, memory?.rssBytes ?? 0]));
}
