import type { NameNodeFacts } from "../../components/scale-in/data-nodes/facts.ts";
import type { HBaseFacts } from "../../components/scale-in/region-servers/facts.ts";
import { gatewayStatus, type GatewayStatus, type Health } from "./gateway-status.ts";
import { silent, type Silent } from "./silent.ts";

/** What the active NameNode says of a file system. */
export interface FileSystemFacts {
  readonly safeMode: boolean;
  readonly liveDataNodes: number;
  readonly decommissioningDataNodes: number;
  readonly deadDataNodes: number;
  readonly usedBytes: number;
  readonly capacityBytes: number;
  readonly underReplicatedBlocks: number;
  readonly missingBlocks: number;
}

export interface FileSystemStatus {
  readonly name: string;
  /** Its pod; null while none is active. */
  readonly activeNameNode: string | null;
  /** null where no NameNode is active. */
  readonly facts: FileSystemFacts | null;
  readonly silent: readonly Silent[];
}

/** What the active master says of its servers. */
export interface TablesFacts {
  readonly regionServers: readonly { readonly name: string; readonly regions: number; readonly draining: boolean }[];
  readonly regionsInTransition: number;
  readonly balancer: boolean;
}

export interface TablesStatus {
  readonly name: string;
  /** Its pod; null while none is active. */
  readonly activeMaster: string | null;
  /** null where nobody could be asked. */
  readonly facts: TablesFacts | null;
  readonly silent: readonly Silent[];
}

export interface DataStatus {
  readonly hdfs: readonly FileSystemStatus[];
  readonly hbase: readonly TablesStatus[];
  readonly dataApi: readonly GatewayStatus[];
}

/** How they are asked, each within a deadline of its own. Throws where there is no answer. */
export interface DataPort {
  nameNode(pod: string): Promise<NameNodeFacts>;
  /** `selector`: labels of the pod of `hbase-admin`, as `a=b,c=d`. */
  hbase(selector: string): Promise<HBaseFacts>;
  /** A pod of a data API. */
  gateway(pod: string): Promise<Health>;
}

/** A pod and what it is a part of, by its labels. */
export interface Part {
  readonly pod: string;
  readonly product: string;
  readonly instance: string;
  readonly component: string;
}

const PREFIX = "app.kubernetes.io/";

export function partOf(pod: string, labels: Readonly<Record<string, string>>): Part | undefined {
  const [product, instance, component] = ["name", "instance", "component"].map((key) => labels[`${PREFIX}${key}`]);
  if (product === undefined || instance === undefined || component === undefined) return undefined;
  return { pod, product, instance, component };
}

/** Asks all of them at once. What does not answer is in the result; it never throws. */
export async function dataStatus(parts: readonly Part[], port: DataPort): Promise<DataStatus> {
  const [nameNodes, admins] = [of(parts, "hdfs", "namenode"), of(parts, "hbase", "admin")];
  const servers = of(parts, "data-api", "server");
  const podsOf = (name: string) => of(servers, "data-api", "server", name).map(({ pod }) => pod);
  const names = (some: readonly Part[]) => [...new Set(some.map(({ instance }) => instance))].sort();
  const [hdfs, hbase, dataApi] = await Promise.all([
    Promise.all(names(nameNodes).map((name) => fileSystem(name, of(nameNodes, "hdfs", "namenode", name), port))),
    Promise.all(names(admins).map((name) => tablesOf(name, port))),
    Promise.all(names(servers).map((name) => gatewayStatus(name, podsOf(name), (pod) => port.gateway(pod)))),
  ]);
  return { hdfs, hbase, dataApi };
}

async function fileSystem(name: string, nameNodes: readonly Part[], port: DataPort): Promise<FileSystemStatus> {
  const looks = await Promise.all(nameNodes.map(({ pod }) => attempt(pod, () => port.nameNode(pod))));
  const active = looks.flatMap((look) => ("answer" in look && look.answer.active ? [look.answer] : []))[0];
  const silent = looks.flatMap((look) => ("silent" in look ? [look.silent] : []));
  return { name, activeNameNode: active?.name ?? null, facts: active === undefined ? null : factsOf(active), silent };
}

function factsOf({ live, dead, safeMode, underReplicated, missing }: NameNodeFacts): FileSystemFacts {
  const sum = (field: "usedBytes" | "capacityBytes") => live.reduce((bytes, one) => bytes + one[field], 0);
  return {
    safeMode,
    liveDataNodes: live.length,
    decommissioningDataNodes: live.filter(({ adminState }) => adminState === "decommissioning").length,
    deadDataNodes: dead.length,
    usedBytes: sum("usedBytes"),
    capacityBytes: sum("capacityBytes"),
    underReplicatedBlocks: underReplicated,
    missingBlocks: missing,
  };
}

async function tablesOf(name: string, port: DataPort): Promise<TablesStatus> {
  const selector = `${PREFIX}name=hbase,${PREFIX}instance=${name},${PREFIX}component=admin`;
  const look = await attempt("hbase-admin", () => port.hbase(selector));
  if ("silent" in look) return { name, activeMaster: null, facts: null, silent: [look.silent] };
  const { activeMaster, servers, regionsInTransition, balancer } = look.answer;
  const regionServers = servers.map(({ host, regions, draining }) => ({ name: podOf(host), regions, draining }));
  const facts = { regionServers, regionsInTransition, balancer };
  return { name, activeMaster: activeMaster === null ? null : podOf(activeMaster), facts, silent: [] };
}

async function attempt<T>(part: string, work: () => Promise<T>): Promise<{ answer: T } | { silent: Silent }> {
  try {
    return { answer: await work() };
  } catch (error) {
    return { silent: silent(part, error) };
  }
}

const of = (parts: readonly Part[], product: string, component: string, instance?: string): readonly Part[] =>
  parts.filter(
    (part) =>
      part.product === product &&
      part.component === component &&
      (instance === undefined || part.instance === instance),
  );
const podOf = (host: string): string => host.split(".")[0] ?? host;
