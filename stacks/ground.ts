import { Image, type ImageLink } from "../components/image/index.ts";
import * as docker from "../components/lib/docker.ts";
import { kubeAccess } from "../components/lib/kube-access.ts";
import * as k8s from "../components/lib/kubernetes.ts";
import { stackNamespace } from "../components/lib/kubernetes-names.ts";
import * as pulumi from "../components/lib/pulumi.ts";
import type { ImageName } from "../components/lib/images.ts";
import { restrictedNamespace } from "../components/lib/security.ts";
import { DataApi } from "../components/data-api/index.ts";
import { HBase } from "../components/hbase/index.ts";
import { Hdfs } from "../components/hdfs/index.ts";
import { MLflow } from "../components/mlflow/index.ts";
import { NetworkPolicies } from "../components/network-policy/index.ts";
import { Postgres, PostgresDatabase } from "../components/postgres/index.ts";
import { ZooKeeper } from "../components/zookeeper/index.ts";
import { buildDirectories, buildHBaseTables, expiryOf } from "./data.ts";
import type { GroundConfig } from "./ground-config.ts";

/** What stays up: a namespace of a cluster and what runs in it. */
export interface Ground {
  readonly namespace: pulumi.Output<string>;
  readonly tracking: MLflow | undefined;
  /** The database of the ledger, where the stack has a budget. */
  readonly ledger: PostgresDatabase | undefined;
  readonly keeper: ZooKeeper | undefined;
  readonly lake: Hdfs | undefined;
  readonly tables: HBase | undefined;
  /** Both over HTTP. */
  readonly gateway: DataApi | undefined;
}

/** Images by name, each made when it is asked for. */
export type Images = (name: ImageName) => ImageLink;

/** Our images, built by the engine of the configuration and pushed where their users pull: the cluster, or RunPod. */
export function buildImages(config: GroundConfig & { readonly registry?: string }): Images {
  const { dockerHost, images = {} } = config;
  let engine: docker.Provider | undefined; // made with the first image: its plugin costs each preview its start
  const engines = () =>
    dockerHost === undefined ? [] : [(engine ??= new docker.Provider("engine", { host: dockerHost }))];
  const made = new Map<ImageName, ImageLink>();
  const image: Images = (name) => {
    const known = made.get(name);
    if (known !== undefined) return known;
    const override = images[name];
    const base = name === "base" || override !== undefined ? undefined : image("base");
    const target = targetOf(name, config);
    const { link } = new Image(
      name,
      { source: name, override, base, registry: target },
      { providers: override === undefined ? engines() : [] },
    );
    made.set(name, link);
    return link;
  };
  return image;
}

/** Where an image is pushed. The base goes along, so that any machine can build what stands on it. */
function targetOf(name: ImageName, { imageRegistry, registry }: GroundConfig & { readonly registry?: string }) {
  if (name === "base") return imageRegistry ?? registry;
  return name === "trainer" ? registry : imageRegistry;
}

/**
 * Named ConfigMaps and Secrets change in place, and what uses them is rolled by an annotation. To replace one would first delete
 * it and then every workload that names it, by the engine's rule.
 */
const inPlace = { enableConfigMapMutable: true, enableSecretMutable: true } as const;

/** Wires what stays up. Undefined for a stack that names no cluster. `keepsCorpus`: the data API has a token for whoever loads one. */
export function buildGround(config: GroundConfig, images: Images, keepsCorpus = false): Ground | undefined {
  const { kubernetes: cluster, kubeconfig, postgres, mlflow, zookeeper, hdfs, hbase, dataApi, budget } = config;
  if (cluster === undefined) return undefined;
  const provider = new k8s.Provider("cluster", { ...kubeAccess(cluster, kubeconfig), ...inPlace });
  const place = new k8s.Namespace(
    "platform",
    { metadata: { name: stackNamespace(pulumi.getProject(), pulumi.getStack()), labels: restrictedNamespace } },
    { provider, retainOnDelete: keepsData(config) },
  );
  const namespace = place.metadata.name;
  new NetworkPolicies("platform", { namespace }, { providers: [provider] });
  const here = { namespace, provider, images };
  const store = postgres && buildStore(postgres, here);
  const tracking = store && mlflow && buildTracking(mlflow, store, here);
  const ledger = store && budget && new PostgresDatabase("ledger", { server: store.link }, { providers: [provider] });
  const keeper = zookeeper && buildKeeper(zookeeper, here);
  const lake = hdfs && buildLake(hdfs, keeper, here);
  const tables = hbase && lake && keeper && buildTables(hbase, lake, keeper, here);
  const gateway =
    dataApi && tables && buildGateway(keepsCorpus ? withLoader(dataApi) : dataApi, { lake, tables, keeper }, here);
  return { namespace, tracking, ledger, keeper, lake, tables, gateway };
}

/** Whether anything in the namespace outlives the stack: a cluster deletes with a namespace whatever is in it. */
function keepsData({ postgres, mlflow, zookeeper, hdfs, hbase }: GroundConfig): boolean {
  const copies = hbase?.backup === false ? undefined : hbase?.backup;
  return [postgres, mlflow, zookeeper, hdfs, copies].some((one) => one?.retain === true);
}

interface Place {
  readonly namespace: pulumi.Output<string>;
  readonly provider: k8s.Provider;
  readonly images: Images;
}

function buildStore({ backupDays, ...args }: NonNullable<GroundConfig["postgres"]>, place: Place): Postgres {
  const { namespace, provider, images } = place;
  const image = images("postgres").reference;
  const backup = backupDays === undefined ? {} : { backup: { keepDays: backupDays } };
  return new Postgres("store", { namespace, image, ...backup, ...args }, { providers: [provider] });
}

function buildTracking(config: NonNullable<GroundConfig["mlflow"]>, store: Postgres, place: Place): MLflow {
  const { namespace, provider, images } = place;
  const { publishedNames: allowedHosts = [], retentionDays, ...args } = config;
  const inside = { providers: [provider] };
  const runs = new PostgresDatabase("mlflow", { server: store.link }, inside);
  const users = new PostgresDatabase("mlflow-users", { server: store.link }, inside);
  const retention = retentionDays === undefined ? {} : { retention: { deletedDays: retentionDays } };
  const databases = { database: runs.owner, authDatabase: users.owner };
  const image = images("mlflow").reference;
  return new MLflow("tracking", { namespace, image, ...databases, allowedHosts, ...retention, ...args }, inside);
}

function buildKeeper(config: NonNullable<GroundConfig["zookeeper"]>, place: Place): ZooKeeper {
  const { namespace, provider, images } = place;
  return new ZooKeeper("keeper", { namespace, image: images("hdfs").reference, ...config }, { providers: [provider] });
}

function buildLake(
  { backupDays, highAvailability, directories = [], expiry = [], ...sizes }: NonNullable<GroundConfig["hdfs"]>,
  keeper: ZooKeeper | undefined,
  place: Place,
): Hdfs {
  const { namespace, provider, images } = place;
  const backup = backupDays === undefined ? {} : { backup: { keepDays: backupDays } };
  const aged = { expiry: expiryOf(directories, expiry) };
  const args = { namespace, image: images("hdfs").reference, ...backup, ...sizes, ...aged };
  const inside = { providers: [provider] };
  const isDouble = highAvailability === true && keeper !== undefined;
  const double = isDouble ? { ...args, highAvailability, zookeeper: keeper.link } : args;
  const lake = new Hdfs("lake", double, inside);
  buildDirectories(directories, lake);
  return lake;
}

function buildTables(
  { tables: wanted = [], ...config }: NonNullable<GroundConfig["hbase"]>,
  { link: hdfs }: Hdfs,
  { link: zookeeper }: ZooKeeper,
  { namespace, provider, images }: Place,
): HBase {
  const image = images("hbase").reference;
  const tables = new HBase("tables", { namespace, image, hdfs, zookeeper, ...config }, { providers: [provider] });
  buildHBaseTables(wanted, tables);
  return tables;
}

/** Program that brings the corpus. It makes the tables of its counters. */
export const CORPUS_LOADER = "corpus-loader";

function withLoader(config: NonNullable<GroundConfig["dataApi"]>): NonNullable<GroundConfig["dataApi"]> {
  return { ...config, tokens: [...(config.tokens ?? []), { id: CORPUS_LOADER, role: "admin" }] };
}

function buildGateway(
  config: NonNullable<GroundConfig["dataApi"]>,
  { lake, tables, keeper }: { readonly lake: Hdfs; readonly tables: HBase; readonly keeper: ZooKeeper },
  { namespace, provider, images }: Place,
): DataApi {
  const stores = { hdfs: lake.link, hbase: tables.link, zookeeper: keeper.link };
  const image = images("data-api").reference;
  return new DataApi("gateway", { namespace, image, ...stores, ...config }, { providers: [provider] });
}
