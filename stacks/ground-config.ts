import { z } from "zod";
import type { Problem } from "../components/lib/errors.ts";
import { imageNames } from "../components/lib/images.ts";
import { dataApi, directories, directoryProblems, tableProblems, tables } from "./data-config.ts";

const word = z.string().min(1);
const gibibytes = z.int().min(1).max(16384);
const days = z.int().min(1).max(3650);

const postgres = z.strictObject({
  storageGiB: gibibytes,
  /** Days for which dumps are kept. */
  backupDays: days.exactOptional(),
  memoryMiB: z.int().exactOptional(),
  /** Whether data and dumps outlive `down`. */
  retain: z.boolean().exactOptional(),
});

const mlflow = z.strictObject({
  artifactsGiB: gibibytes,
  replicas: z.int().min(1).max(8).exactOptional(),
  /** Days after which deleted runs and their artifacts are removed for good. */
  retentionDays: days.exactOptional(),
  /** Names beside the Service's own by which it is reached, as `mlflow.example.org`. */
  publishedNames: z.array(word).exactOptional(),
  artifactsAccess: z.enum(["ReadWriteOnce", "ReadWriteMany"]).exactOptional(),
  memoryMiB: z.int().exactOptional(),
  /** Whether artifacts outlive `down`. */
  retain: z.boolean().exactOptional(),
});

const zookeeper = z.strictObject({
  servers: z.union([z.literal(1), z.literal(3)]).exactOptional(),
  storageGiB: gibibytes.exactOptional(),
  heapMiB: z.int().exactOptional(),
  /** Whether its data outlives `down`. */
  retain: z.boolean().exactOptional(),
});

const hdfs = z.strictObject({
  dataNodes: z.int().min(1).max(256),
  replication: z.int().exactOptional(),
  /** Two NameNodes over three journals; needs `zookeeper`. Chosen once. */
  highAvailability: z.boolean().exactOptional(),
  nameNodeGiB: gibibytes.exactOptional(),
  dataNodeGiB: gibibytes,
  nameNodeHeapMiB: z.int().exactOptional(),
  dataNodeHeapMiB: z.int().exactOptional(),
  /** Days for which copies of the name space are kept. */
  backupDays: days.exactOptional(),
  /** Folders in which files are removed that nobody has written for so many days. */
  expiry: z.array(z.strictObject({ path: word, days: z.int().min(1).max(36500) })).exactOptional(),
  /** Whether the data outlives `down`. */
  retain: z.boolean().exactOptional(),
  /** Folders: whose they are, what may be in them, for how long. */
  directories: directories.exactOptional(),
});

const hbase = z.strictObject({
  masters: z.int().min(1).max(3).exactOptional(),
  regionServers: z.int().min(1).max(256),
  masterHeapMiB: z.int().exactOptional(),
  regionServerHeapMiB: z.int().exactOptional(),
  sessionTimeoutSeconds: z.int().exactOptional(),
  /** Minutes that a drain may take before a count is lowered. */
  drainLimitMinutes: z.int().exactOptional(),
  /** Copies of the tables outside of HDFS; `false` for none. */
  backup: z
    .union([
      z.literal(false),
      z.strictObject({
        schedule: word.exactOptional(),
        keepCopies: z.int().exactOptional(),
        drillSchedule: word.exactOptional(),
        storageGiB: gibibytes.exactOptional(),
        /** Whether the copies outlive `down`. */
        retain: z.boolean().exactOptional(),
      }),
    ])
    .exactOptional(),
  /** Properties of hbase-site.xml, the last word. */
  siteOverrides: z.record(word, z.string()).exactOptional(),
  /** Tables with their families. */
  tables: tables.exactOptional(),
});

/** Money that all training runs of the stack share, kept in Postgres. */
const budget = z.strictObject({
  /** USD in a period. No default: somebody decides. */
  limitUsd: z.number().positive(),
  team: word.exactOptional(),
  /** Stacks of one environment share its budgets. @default - the stack's name */
  environment: word.exactOptional(),
  period: z.enum(["day", "week", "month"]).exactOptional(),
});

/** Fields of the stack's configuration for what stays up: the cluster, its images, the database, the tracker, the data. */
export const groundFields = {
  /** `local` for the one of this machine, or the name of a kube context. Without it the stack has no platform. */
  kubernetes: word.exactOptional(),
  /** Path of the kubeconfig; `./yard` passes the one of the local cluster. @default - KUBECONFIG, ~/.kube/config */
  kubeconfig: word.exactOptional(),
  /** Registry that our images are pushed to and the cluster pulls from, as `localhost:5000`. */
  imageRegistry: word.exactOptional(),
  /** Docker engine that builds our images. @default - DOCKER_HOST, the machine's engine */
  dockerHost: word.exactOptional(),
  /** Upstream references that stand for images of ours, by name. */
  images: z.partialRecord(z.enum(imageNames), word).exactOptional(),
  /** Ports of this machine for what `./yard` publishes on 127.0.0.1, by name; the program does not use them. */
  localPorts: z.record(word, z.int().min(1).max(65535)).exactOptional(),
  postgres: postgres.exactOptional(),
  mlflow: mlflow.exactOptional(),
  zookeeper: zookeeper.exactOptional(),
  hdfs: hdfs.exactOptional(),
  hbase: hbase.exactOptional(),
  dataApi: dataApi.exactOptional(),
  budget: budget.exactOptional(),
} as const;

export type GroundConfig = z.infer<z.ZodObject<typeof groundFields>>;

/** Keys of these fields whose value is written as YAML and arrives as JSON. */
export const structuredGround = [
  ...["images", "localPorts", "postgres", "mlflow", "zookeeper", "hdfs", "hbase", "dataApi", "budget"],
] as const;

/** What does not fit together, all at once. */
export function groundProblems(config: GroundConfig): readonly Problem[] {
  const problems: Problem[] = [];
  const { kubernetes, postgres, mlflow, zookeeper, hdfs, hbase, dataApi, budget } = config;
  for (const [path, value] of Object.entries({ postgres, mlflow, zookeeper, hdfs, hbase, dataApi })) {
    if (value !== undefined && kubernetes === undefined)
      problems.push({ path, reason: "needs a cluster; set kubernetes to local or to the name of a kube context" });
  }
  if (mlflow !== undefined && postgres === undefined)
    problems.push({ path: "mlflow", reason: "keeps its runs in Postgres; configure postgres too" });
  if (budget !== undefined && postgres === undefined)
    problems.push({ path: "budget", reason: "is kept in Postgres; configure postgres too, in a cluster" });
  if (hdfs?.highAvailability === true && zookeeper === undefined) {
    const reason = "needs ZooKeeper, which decides which NameNode is active; configure zookeeper too";
    problems.push({ path: "hdfs.highAvailability", reason });
  }
  if (hbase !== undefined && (hdfs === undefined || zookeeper === undefined))
    problems.push({
      path: "hbase",
      reason: "keeps its tables in HDFS and its servers in ZooKeeper; configure both too",
    });
  if (dataApi !== undefined && hbase === undefined)
    problems.push({ path: "dataApi", reason: "serves files of HDFS and tables of HBase; configure hbase too" });
  problems.push(...directoryProblems(hdfs?.directories ?? [], hdfs?.expiry ?? []));
  problems.push(...tableProblems(hbase?.tables ?? []));
  return problems;
}
