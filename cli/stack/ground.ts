import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { LOCAL_CLUSTER } from "../../components/lib/kube-access.ts";
import { Failure } from "../../local/process/failure.ts";
import {
  type Cluster,
  clusterStatus,
  type ClusterWish,
  ensureCluster,
  prepareCluster,
  refuseWithoutCluster,
} from "../../local/cluster/index.ts";
import { clusterPaths } from "../../local/cluster/site.ts";
import { portsOf } from "../addresses/address.ts";
import { clusterWish } from "../cluster.ts";
import type { Context } from "../context.ts";
import { type GeneratedConfig, stackConfigFiles } from "../stack-config.ts";
import type { Configured } from "./configured.ts";

/** Values of the configuration that follow from the cluster and the engine of this machine. */
export interface GroundValues {
  readonly "trainyard:kubeconfig"?: string;
  readonly "trainyard:imageRegistry"?: string;
}

/** The cluster of a stack where it names one: started, repaired or only asked. Throws a Failure where it cannot be had. */
export async function ensureGround(context: Context): Promise<GroundValues> {
  const wish = clusterWish(context, context.options().stack);
  if (wish === undefined) return {};
  return valuesOf(await ensureCluster(context, (line) => context.out.progress(line), wish));
}

/** Throws a Failure where the stack names a cluster that cannot be had: it would come out after minutes of building. */
export async function refuseGround(context: Context): Promise<void> {
  const wish = clusterWish(context, context.options().stack);
  if (wish !== undefined) await refuseWithoutCluster(context, wish);
}

/** Builds what the cluster of a stack needs and lacks, and starts nothing. `signal` ends it. */
export async function prepareGround(context: Context, signal: AbortSignal): Promise<void> {
  const wish = clusterWish(context, context.options().stack);
  if (wish !== undefined) await prepareCluster(context, (line) => context.out.progress(line), wish, signal);
}

/** Ports of this machine for what the stack publishes here, by name. Throws a Failure for what is no port. */
export function groundPorts(context: Context, configured: Configured): Readonly<Record<string, number>> {
  const { committed } = stackConfigFiles(context, context.options().stack);
  const ports = portsOf(configured.value("trainyard:localPorts"), committed);
  return Object.fromEntries(Object.entries(ports).filter(([name]) => configured.has(`trainyard:${name}`)));
}

/** The same for a preview: nothing is started, and where nothing runs the values are those of the last update. */
export async function foreseeGround(context: Context): Promise<GroundValues> {
  const wish = clusterWish(context, context.options().stack);
  if (wish === undefined) return {};
  if (wish.kubernetes !== LOCAL_CLUSTER) {
    await tellUnchecked(context, wish);
    return {};
  }
  const running = (await clusterStatus(context))?.cluster;
  if (running !== undefined) return valuesOf(running);
  context.out.warn(
    "the cluster of this machine does not run: what it would say of this change is not checked now, and will be by ./yard up",
  );
  return lastGround(context);
}

/** A cluster of somebody else is asked once: a preview goes on without it, and says so. */
async function tellUnchecked(context: Context, wish: ClusterWish): Promise<void> {
  try {
    await ensureCluster(context, (line) => context.out.progress(line), wish);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { what, on, why } = error.text;
    context.out.warn(
      `${what} (${on}): ${why}; what it would say of this change is not checked now, and will be by ./yard up`,
    );
  }
}

function valuesOf(cluster: Cluster): GroundValues {
  if (cluster.kind === "context") return {};
  return { "trainyard:kubeconfig": cluster.kubeconfig, "trainyard:imageRegistry": cluster.registry };
}

/** The engine of the last update, for commands that start none: what stands is not to look changed. */
export function lastEngine(context: Context): GeneratedConfig {
  return { "trainyard:dockerHost": lastConfig(context)["trainyard:dockerHost"] };
}

function lastGround(context: Context): GroundValues {
  const { "trainyard:kubeconfig": kubeconfig, "trainyard:imageRegistry": registry } = lastConfig(context);
  return {
    "trainyard:kubeconfig": kubeconfig ?? clusterPaths(context).kubeconfig,
    ...(registry === undefined ? {} : { "trainyard:imageRegistry": registry }),
  };
}

const mergedShape = z.looseObject({
  config: z
    .object({
      "trainyard:kubeconfig": z.string(),
      "trainyard:imageRegistry": z.string(),
      "trainyard:dockerHost": z.string(),
    })
    .partial(),
});

/** The values that the last command gave the program. */
function lastConfig(context: Context): z.infer<typeof mergedShape>["config"] {
  const { merged } = stackConfigFiles(context, context.options().stack);
  if (!existsSync(merged)) return {};
  return mergedShape.safeParse(parse(readFileSync(merged, "utf8"))).data?.config ?? {};
}
