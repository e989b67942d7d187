import { CoreV1Api, type KubeConfig } from "@kubernetes/client-node";
import type { Failure } from "../../process/failure.ts";
import { connectionOf, get } from "./connection.ts";

/** What a wait does beside looking. */
export interface Waiting {
  /** Starts again what ended meanwhile. */
  readonly restart: () => Promise<void>;
  readonly fail: (process: string, why: string) => Failure;
}

const apiSeconds = 120;
const nodeSeconds = 120;

/** Waits until the API takes requests. */
export async function ensureApi(kubeconfig: string, waiting: Waiting): Promise<KubeConfig> {
  const config = connectionOf(kubeconfig);
  await until(
    apiSeconds,
    () => isReady(config),
    waiting.restart,
    (why) => waiting.fail("apiserver", why),
  );
  return config;
}

/** Whether the API takes requests now, and why not. */
export async function isReady(config: KubeConfig): Promise<true | string> {
  const { status, body } = await get(config, "/readyz");
  return status === 200 ? true : `/readyz answers ${status}: ${body.slice(0, 300)}`;
}

/** Waits until the node takes pods and names are answered. */
export async function waitForNode(
  config: KubeConfig,
  waiting: Waiting & { readonly resolves: () => Promise<boolean> },
): Promise<void> {
  const node = () => nodeIsReady(config);
  await until(nodeSeconds, node, waiting.restart, (why) => waiting.fail("kubelet", why));
  const dns = async () => (await waiting.resolves()) || "no answer at the address of the kube-dns Service";
  await until(nodeSeconds, dns, waiting.restart, (why) => waiting.fail("coredns", why));
}

/** Whether the cluster's one node takes pods, and why not. */
export async function nodeIsReady(config: KubeConfig): Promise<true | string> {
  const { items } = await config.makeApiClient(CoreV1Api).listNode();
  const ready = items[0]?.status?.conditions?.find(({ type }) => type === "Ready");
  if (ready === undefined) return "the node has not registered";
  const notReady = items[0]?.spec?.taints?.find(({ key }) => key.startsWith("node.kubernetes.io/"));
  if (notReady !== undefined) return `the node is tainted ${notReady.key}`;
  const age = Date.now() - (ready.lastHeartbeatTime?.getTime() ?? 0);
  if (ready.status === "True" && age > staleSeconds * 1000) return "the node's last sign of life is old";
  return ready.status === "True" || (ready.message ?? "the node is not ready");
}

/** The kubelet reports at least every five minutes where nothing changes; a restarted one reports at once. */
const staleSeconds = 360;

async function until(
  seconds: number,
  look: () => Promise<true | string>,
  restart: () => Promise<void>,
  fail: (why: string) => Failure,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look().catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    if (found === true) return;
    if (Date.now() > deadline) throw fail(`not ready after ${seconds} s: ${found}`);
    await restart();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
