import { kubeAccess, LOCAL_CLUSTER } from "../../components/lib/kube-access.ts";
import { stackNamespace } from "../../components/lib/kubernetes-names.ts";
import { clusterStatus } from "../../local/cluster/index.ts";
import { openAddresses } from "../addresses/index.ts";
import type { Context } from "../context.ts";
import { projectName } from "../pulumi.ts";
import { type Workloads, workloadsOf } from "../workloads/index.ts";
import type { Configured } from "./configured.ts";

/** What stands of a stack's platform. */
export interface GroundStatus {
  /** Which cluster and how it is, in words. */
  readonly cluster: string;
  /** Undefined where the cluster cannot be asked. */
  readonly workloads: Workloads | undefined;
  readonly addresses: readonly { readonly name: string; readonly url: string }[];
}

/** Looks, starts nothing. Undefined for a stack that names no cluster. */
export async function lookAtGround(context: Context, configured: Configured): Promise<GroundStatus | undefined> {
  const kubernetes = configured.text("trainyard:kubernetes");
  if (kubernetes === undefined) return undefined;
  const addresses = (await openAddresses(context)).map(({ name, port }) => ({ name, url: `http://127.0.0.1:${port}` }));
  const local = kubernetes === LOCAL_CLUSTER ? await clusterStatus(context) : undefined;
  if (kubernetes === LOCAL_CLUSTER && local === undefined)
    return { cluster: "not running; ./yard up starts it", workloads: undefined, addresses };
  const access = kubeAccess(kubernetes, local?.cluster.kubeconfig ?? configured.text("trainyard:kubeconfig"));
  const said = await ask(access, stackNamespace(await projectName(context.root), context.options().stack));
  const name =
    local === undefined ? `context ${kubernetes}` : `on this machine (${local.cluster.kind}, process ${local.pid})`;
  const problems = [...(local?.problems ?? []), ...("problem" in said ? [said.problem] : [])];
  const workloads = "problem" in said ? undefined : said;
  return { cluster: [name, ...problems].join("; "), workloads, addresses };
}

async function ask(
  access: Parameters<typeof workloadsOf>[0],
  namespace: string,
): Promise<Workloads | { problem: string }> {
  try {
    return await workloadsOf(access, namespace);
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
    return { problem: `it cannot be asked: ${why ?? "no reason given"}` };
  }
}
