import { beforeEach, describe, expect, it } from "vitest";
import { DataApi } from "../../components/data-api/index.ts";
import { HBase } from "../../components/hbase/index.ts";
import { Hdfs } from "../../components/hdfs/index.ts";
import { MLflow } from "../../components/mlflow/index.ts";
import { Postgres, PostgresDatabase } from "../../components/postgres/index.ts";
import { ZooKeeper } from "../../components/zookeeper/index.ts";
import { built, mockPulumi } from "../support/mocks.ts";
import { kindsAndNames } from "./built.ts";
import { hbaseLink, hdfsLink, ownerLink, zookeeperLink } from "./links.ts";

interface Container {
  readonly name: string;
  readonly resources?: Readonly<Record<"requests" | "limits", Readonly<Record<string, string>>>>;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly securityContext?: object;
  readonly readinessProbe?: object;
  readonly livenessProbe?: object;
  readonly startupProbe?: object;
}
interface Pod {
  readonly automountServiceAccountToken?: boolean;
  readonly enableServiceLinks?: boolean;
  readonly restartPolicy?: string;
  readonly securityContext?: object;
  readonly containers: readonly Container[];
}
interface Template {
  readonly podManagementPolicy?: string;
  readonly template?: { readonly spec: Pod };
  readonly jobTemplate?: { readonly spec: { readonly template: { readonly spec: Pod } } };
}
interface Workload {
  readonly label: string;
  readonly pod: Pod;
  /** Of a StatefulSet. */
  readonly order: string | undefined;
}

/** Every workload that our components make: a new component belongs here. */
async function workloads(): Promise<readonly Workload[]> {
  const shared = { namespace: "lab", image: "registry.example/any@sha256:1" };
  const store = new Postgres("store", shared);
  new PostgresDatabase("runs", { server: store.link });
  new MLflow("track", { ...shared, database: ownerLink("runs", "one"), authDatabase: ownerLink("users", "two") });
  const zookeeper = new ZooKeeper("keeper", shared).link;
  new Hdfs("lake", { ...shared, highAvailability: true, zookeeper, expiry: [{ path: "/landing", days: 90 }] });
  new HBase("herd", { ...shared, hdfs: hdfsLink(), zookeeper: zookeeperLink() });
  new DataApi("desk", { ...shared, hdfs: hdfsLink(), hbase: hbaseLink(), zookeeper: zookeeperLink() });
  const parts = await built();
  return parts.flatMap((part) => {
    const { spec } = part.inputs as { spec?: Template };
    const pod = spec?.template?.spec ?? spec?.jobTemplate?.spec.template.spec;
    return pod === undefined ? [] : [{ label: kindsAndNames([part])[0] ?? "", pod, order: spec?.podManagementPolicy }];
  });
}

/** Which of them break a rule. */
function breaking(found: readonly Workload[], rule: (pod: Pod) => boolean): readonly string[] {
  return found.filter(({ pod }) => !rule(pod)).map(({ label }) => label);
}
const every = (rule: (container: Container) => boolean) => (pod: Pod) => pod.containers.every(rule);
const endsByItself = (pod: Pod) => pod.restartPolicy === "Never";

beforeEach(() => mockPulumi());

describe("every workload", () => {
  it("is looked at: the others would pass on nothing", async () => {
    expect((await workloads()).map(({ label }) => label)).toEqual([
      "Deployment desk-server",
      "Deployment herd-admin",
      "Deployment lake-admin",
      "Deployment track-server",
      "StatefulSet herd-master-set",
      "StatefulSet herd-regionserver-set",
      "StatefulSet keeper-servers",
      "StatefulSet lake-datanode-set",
      "StatefulSet lake-journalnode-set",
      "StatefulSet lake-namenode-set",
      "StatefulSet store-server",
      "CronJob herd-backup",
      "CronJob herd-drill",
      "CronJob herd-restore",
      "CronJob lake-backup",
      "CronJob lake-expiry",
      "CronJob store-dump",
      "CronJob store-restore",
      "CronJob track-gc",
      "Job runs-set-up",
      "Job track-migrate",
    ]);
  });

  it("reserves processor and memory, and has limits", async () => {
    const complete = every(({ resources: { requests, limits } = { requests: {}, limits: {} } }) =>
      [requests, limits].every(({ cpu, memory }) => cpu !== undefined && memory !== undefined),
    );
    expect(breaking(await workloads(), complete)).toEqual([]);
  });

  it("runs as a user without rights, on a root file system that it cannot change", async () => {
    const found = await workloads();
    const pod = { runAsNonRoot: true, runAsUser: 10001, fsGroup: 10001, seccompProfile: { type: "RuntimeDefault" } };
    const container = {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    };
    for (const { pod: spec } of found) {
      expect(spec.securityContext).toMatchObject(pod);
      for (const each of spec.containers) expect(each.securityContext).toEqual(container);
    }
  });

  it("gets no token of a service account and no list of Services", async () => {
    const closed = (pod: Pod) => pod.automountServiceAccountToken === false && pod.enableServiceLinks === false;
    expect(breaking(await workloads(), closed)).toEqual([]);
  });

  it("has no empty value in its environment: the API drops them, and the next refresh would find a change", async () => {
    const full = every(({ env = [] }) => env.every(({ value }) => value !== ""));
    expect(breaking(await workloads(), full)).toEqual([]);
  });

  it("is asked whether it started, is ready and lives, unless it ends by itself", async () => {
    const probed = every((it) => [it.startupProbe, it.readinessProbe, it.livenessProbe].every((p) => p !== undefined));
    expect(breaking(await workloads(), (pod) => endsByItself(pod) || probed(pod))).toEqual([]);
  });

  it("is replaced also while it never became ready, where a StatefulSet holds it", async () => {
    const sets = (await workloads()).filter(({ label }) => label.startsWith("StatefulSet "));
    expect(sets.filter(({ order }) => order !== "Parallel").map(({ label }) => label)).toEqual([]);
  });
});
