import * as pulumi from "../components/lib/pulumi.ts";
import { volumeUsdPerMonth } from "../components/lib/cost/storage.ts";
import type { Ground } from "./ground.ts";
import type { Platform } from "./platform.ts";

/** What the stack says of its volume. */
export interface VolumeOutput {
  readonly id: string;
  readonly name: string;
  readonly dataCenter: string;
  readonly sizeGb: number;
  /** Whether it outlives `down`. */
  readonly retain: boolean;
  readonly usdPerMonth: number;
}

/** What the stack says of a job; the fields are TrainingJob's. */
export interface JobOutput {
  readonly status: string;
  readonly podId: string | null;
  readonly gpu: string | null;
  readonly dataCenter: string | null;
  readonly attempts: number;
  readonly exitCode: number | null;
  /** USD per hour. */
  readonly hourlyUsd: number | null;
  readonly worstCaseUsd: number;
  readonly spentUsd: number;
  /** null while the bill is pending. */
  readonly billedUsd: number | null;
  readonly artifactsPath: string;
  readonly logsPath: string;
  readonly metrics: Readonly<Record<string, unknown>> | null;
  /** Its run in MLflow; null where it is not recorded. */
  readonly mlflowRunId: string | null;
}

/** Something that stays up and that people or controllers reach. */
export interface ServiceOutput {
  /** For a controller outside the cluster: a URL, or `kube://<namespace>/<service>:<port>` for a port-forward. */
  readonly controlUrl: string;
}

/** Where clients of the data find it, inside of the cluster. */
export interface DataOutput {
  /** `hdfs://...`, and the ConfigMap with the files for `/etc/hadoop`. */
  readonly hdfs: { readonly defaultFs: string; readonly discovery: string } | null;
  /** ZooKeeper's addresses, the node of HBase in it, and the ConfigMap with the file for `/etc/hbase`. */
  readonly hbase: { readonly quorum: string; readonly znodeParent: string; readonly discovery: string } | null;
}

/** The stack's outputs: the contract with `./yard`, with other stacks and with people. */
export interface StackOutputs {
  readonly volume: VolumeOutput | null;
  /** By job name. */
  readonly jobs: Readonly<Record<string, JobOutput>>;
  /** By name: `mlflow`. Empty for a stack without a cluster. */
  readonly services: Readonly<Record<string, ServiceOutput>>;
  /** Namespace of what stays up. */
  readonly namespace: string | null;
  /** For a stack without them its fields are null. */
  readonly data: DataOutput;
  /** null for a stack without a budget. */
  readonly ledger: LedgerOutput | null;
}

/** The ledger of a stack's budget. */
export interface LedgerOutput {
  readonly controlUrl: string;
  readonly database: string;
  readonly username: string;
  /** In the stack's namespace. */
  readonly passwordSecret: { readonly name: string; readonly key: string };
}

type Pending = { readonly [K in keyof StackOutputs]: pulumi.Output<StackOutputs[K]> };

/** The outputs, as Pulumi resolves them. */
export function outputsOf(platform: Platform): Pending {
  const { volume, ground } = platform;
  const jobs = Object.entries(platform.jobs).map(([name, job]) => {
    const { status, podId, gpu, dataCenter, attempts, exitCode, hourlyUsd, worstCaseUsd } = job;
    const { spentUsd, billedUsd, artifactsPath, logsPath, metrics } = job;
    const money = { hourlyUsd, worstCaseUsd, spentUsd, billedUsd };
    const mlflowRunId = pulumi.output(job.mlflowRunId).apply((id) => id ?? null);
    const kept = { artifactsPath, logsPath, metrics, mlflowRunId };
    const result = { status, podId, gpu, dataCenter, attempts, exitCode, ...money, ...kept };
    return [name, pulumi.output(result)] as const;
  });
  return {
    volume: volume === undefined ? pulumi.output(null) : volumeOutput(volume),
    jobs: pulumi.output(Object.fromEntries(jobs)),
    services: servicesOf(platform),
    namespace: pulumi.output(ground?.namespace ?? null),
    data: dataOf(platform),
    ledger: ground?.ledger === undefined ? pulumi.output(null) : ledgerOutput(ground.ledger),
  };
}

function servicesOf({ ground }: Platform): pulumi.Output<StackOutputs["services"]> {
  const controlUrl = ground?.tracking?.link.controlUrl ?? pulumi.output(undefined);
  return pulumi
    .output(controlUrl)
    .apply((url): Record<string, ServiceOutput> => (url === undefined ? {} : { mlflow: { controlUrl: url } }));
}

/** Where the ledger is, and the Secret with its password: never the password. */
export function ledgerOutput({ owner }: NonNullable<Ground["ledger"]>): pulumi.Output<LedgerOutput> {
  const { controlUrl, database, username, passwordSecret } = owner;
  const secret = pulumi.output({ name: passwordSecret.name, key: passwordSecret.key });
  return pulumi.output({ controlUrl, database, username, passwordSecret: secret });
}

function dataOf({ ground }: Platform): pulumi.Output<DataOutput> {
  const [lake, tables] = [ground?.lake?.link, ground?.tables?.link];
  return pulumi.output({
    hdfs: lake === undefined ? null : { defaultFs: lake.defaultFs, discovery: lake.discovery },
    hbase:
      tables === undefined
        ? null
        : { quorum: tables.quorum, znodeParent: tables.znodeParent, discovery: tables.discovery },
  });
}

function volumeOutput(volume: NonNullable<Platform["volume"]>): pulumi.Output<VolumeOutput> {
  const { id, physicalName: name, dataCenter, sizeGb, retain } = volume;
  return pulumi.output({ id, name, dataCenter, sizeGb, retain, usdPerMonth: sizeGb.apply(volumeUsdPerMonth) });
}
