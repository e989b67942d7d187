import { existsSync } from "node:fs";
import type { ImageName } from "../../components/lib/images.ts";
import { chooseCluster } from "../../local/cluster/index.ts";
import { clusterWish } from "../cluster.ts";
import type { Context } from "../context.ts";
import { ensureEngine } from "../engine/index.ts";
import { ensureImage } from "../images/index.ts";
import { ownImage } from "../images/own-image.ts";
import type { Configured } from "./configured.ts";
import { upstreamOf } from "./upstream.ts";

/** The image of ours that a service runs, by the key of the configuration that asks for the service. */
const imageOf = {
  postgres: "postgres",
  mlflow: "mlflow",
  zookeeper: "hdfs",
  hdfs: "hdfs",
  hbase: "hbase",
  dataApi: "data-api",
} as const satisfies Readonly<Record<string, ImageName>>;

/** Images of ours that a stack's services run, each once; what an upstream image stands for is left out. */
export function serviceImages(configured: Configured): readonly ImageName[] {
  if (!configured.has("trainyard:kubernetes")) return [];
  const upstream = upstreamOf(configured);
  const asked = Object.entries(imageOf).filter(([key]) => configured.has(`trainyard:${key}`));
  return [...new Set(asked.map(([, name]) => name))].filter((name) => upstream[name] === undefined);
}

/**
 * Builds the images of a stack's services on a machine that has yet to build the cluster's programs, which takes longer and
 * mostly computes where this mostly waits for the network. Elsewhere it does nothing: there the update builds what it lacks,
 * after it was judged. Stops before the next image when the signal says so.
 */
export async function prepareServiceImages(
  context: Context,
  configured: Configured,
  signal: AbortSignal,
): Promise<void> {
  const wish = clusterWish(context, context.options().stack);
  const names = serviceImages(configured);
  if (wish === undefined || names.length === 0) return;
  const { kind, where: programs, impossible } = await chooseCluster(context, wish);
  if (kind !== "processes" || impossible !== undefined || existsSync(programs)) return;
  const progress = (line: string) => context.out.progress(line);
  const engine = await ensureEngine(context, progress);
  for (const name of names) {
    signal.throwIfAborted();
    await ensureImage(engine, ownImage(context, name, upstreamOf(configured).base), context, progress);
  }
}
