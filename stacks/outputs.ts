import * as pulumi from "../components/lib/pulumi.ts";
import { volumeUsdPerMonth } from "../components/lib/cost/storage.ts";
import type { DataApiLink } from "../components/data-api/index.ts";
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

/** A value of a Secret in the stack's namespace. */
export interface SecretKeyOutput {
  readonly name: string;
  readonly key: string;
}

/** The service over files and tables; never a password or a token, but where each is. */
export interface DataApiOutput {
  readonly url: string;
  /** By user. */
  readonly passwords: Readonly<Record<string, SecretKeyOutput>>;
  /** By id. */
  readonly tokens: Readonly<Record<string, SecretKeyOutput>>;
}

/** Where clients of the data find it, inside of the cluster. */
export interface DataOutput {
  /** `hdfs://...`, and the ConfigMap with the files for `/etc/hadoop`. */
  readonly hdfs: { readonly defaultFs: string; readonly discovery: string } | null;
  /** ZooKeeper's addresses, the node of HBase in it, and the ConfigMap with the file for `/etc/hbase`. */
  readonly hbase: { readonly quorum: string; readonly znodeParent: string; readonly discovery: string } | null;
  readonly api: DataApiOutput | null;
}

/** The stack's outputs: the contract with `./yard`, with other stacks and with people. */
export interface StackOutputs {
  readonly volume: VolumeOutput | null;
  /** By job name. */
  readonly jobs: Readonly<Record<string, JobOutput>>;
  /** By name: `mlflow`, `dataApi`. Empty for a stack without a cluster. */
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
  readonly passwordSecret: SecretKeyOutput;
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
  const controlUrls = { mlflow: ground?.tracking?.link.controlUrl, dataApi: ground?.gateway?.link.controlUrl };
  return pulumi.output(controlUrls).apply((urls) => {
    const standing = Object.entries(urls).flatMap(([name, url]) => (url === undefined ? [] : [[name, url] as const]));
    return Object.fromEntries(standing.map(([name, controlUrl]): [string, ServiceOutput] => [name, { controlUrl }]));
  });
}

/** Where the ledger is, and the Secret with its password: never the password. */
export function ledgerOutput({ owner }: NonNullable<Ground["ledger"]>): pulumi.Output<LedgerOutput> {
  const { controlUrl, database, username, passwordSecret } = owner;
  const secret = pulumi.output({ name: passwordSecret.name, key: passwordSecret.key });
  return pulumi.output({ controlUrl, database, username, passwordSecret: secret });
}

function dataOf({ ground }: Platform): pulumi.Output<DataOutput> {
  const [lake, tables, gateway] = [ground?.lake?.link, ground?.tables?.link, ground?.gateway?.link];
  return pulumi.output({
    hdfs: lake === undefined ? null : { defaultFs: lake.defaultFs, discovery: lake.discovery },
    hbase:
      tables === undefined
        ? null
        : { quorum: tables.quorum, znodeParent: tables.znodeParent, discovery: tables.discovery },
    api: gateway === undefined ? null : dataApiOutput(gateway),
  });
}

function dataApiOutput({ url, passwords, tokens }: DataApiLink) {
  const secrets = Object.entries(tokens).map(([id, { secret }]) => [id, secret] as const);
  return { url, passwords, tokens: Object.fromEntries(secrets) };
}

function volumeOutput(volume: NonNullable<Platform["volume"]>): pulumi.Output<VolumeOutput> {
  const { id, physicalName: name, dataCenter, sizeGb, retain } = volume;
  const usdPerMonth = pulumi.all([sizeGb, volume.type]).apply(([size, type]) => volumeUsdPerMonth(size, type));
  return pulumi.output({ id, name, dataCenter, sizeGb, retain, usdPerMonth });
}
