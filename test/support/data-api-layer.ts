import { resolve } from "node:path";
import { locate } from "../../cli/context.ts";
import { ensureEngine } from "../../cli/engine/index.ts";
import { ensureImage } from "../../cli/images/index.ts";
import { ownImage } from "../../cli/images/own-image.ts";
import { HBaseDrill } from "./hbase-drill.ts";

const root = resolve(import.meta.dirname, "..", "..");
const site = { ...locate(root, process.env), env: process.env };

/** A place for a data layer with a data API over it, whose image is there. */
export async function openDataLayer(namespace: string): Promise<HBaseDrill> {
  const engine = await ensureEngine(site, () => undefined);
  await ensureImage(engine, ownImage(site, "data-api"), site, () => undefined);
  return HBaseDrill.open(namespace);
}

/** What makes a data API in the program of such a layer; `args`: further arguments, as TypeScript. */
export const dataApiProgram = ({ hdfs }: HBaseDrill, name: string, args: string): string => `{
  const { DataApi } = await import("${root}/components/data-api/index.ts");
  const service = { source: "data-api", base: base.link, registry: "${hdfs.bench.cluster.registry}" };
  new DataApi("${name}", {
    namespace, image: new Image("data-api-for-${name}", service, engine).link.reference,
    hdfs: lake.link, hbase: herd.link, zookeeper, ${args}
  }, inside);
}
`;

/** What was drawn for a user (`password-alice`) or a program (`token-loader`). */
export async function credentialOf({ hdfs }: HBaseDrill, name: string, key: string): Promise<string> {
  const { bench, namespace } = hdfs;
  const { data } = await bench.core.readNamespacedSecret({ name: `${name}-credentials`, namespace });
  return Buffer.from(data?.[key] ?? "", "base64").toString();
}
