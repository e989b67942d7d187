import { beforeEach, describe, expect, it } from "vitest";
import { HBase, type HBaseArgs, type TableBackupArgs } from "../../../components/hbase/index.ts";
import { built, mockPulumi } from "../../support/mocks.ts";
import { inputsOf, kindsAndNames } from "../built.ts";
import { hdfsLink, zookeeperLink } from "../links.ts";

const args = (backup: TableBackupArgs | false): HBaseArgs => ({
  namespace: "base",
  image: "registry.example/herd@sha256:1",
  hdfs: hdfsLink(),
  zookeeper: zookeeperLink(),
  backup,
});

interface Cron {
  readonly spec: {
    readonly schedule: string;
    readonly suspend?: boolean;
    readonly jobTemplate: {
      readonly spec: {
        readonly template: {
          readonly metadata: { readonly labels: object };
          readonly spec: {
            readonly containers: readonly [
              { readonly args: readonly string[]; readonly env: readonly { name: string; value: string }[] },
            ];
            readonly volumes: readonly object[];
          };
        };
      };
    };
  };
}

const cron = async (name: string) => (inputsOf(await built(), name) as Cron).spec;

beforeEach(() => mockPulumi());

describe("copies of tables", () => {
  it("go by the clock to a claim of their own, which no server mounts", async () => {
    new HBase("herd", args({ schedule: "5 1 * * *", keepCopies: 3, storageGiB: 20 }));
    const { schedule, jobTemplate } = await cron("herd-backup");
    const { metadata, spec } = jobTemplate.spec.template;
    expect(schedule).toBe("5 1 * * *");
    expect(spec.containers[0].args).toEqual(["hbase-admin", "back-up", '{"folder":"/backups","keep":3}']);
    expect(spec.volumes).toContainEqual({ name: "backups", persistentVolumeClaim: { claimName: "herd-backups" } });
    expect(metadata.labels).toMatchObject({ "app.kubernetes.io/instance": "herd" });
    const parts = await built();
    const claim = inputsOf(parts, "herd-backups");
    expect(claim).toMatchObject({ spec: { resources: { requests: { storage: "20Gi" } } } });
    for (const set of ["herd-master-set", "herd-regionserver-set"])
      expect(JSON.stringify(inputsOf(parts, set))).not.toContain("herd-backups");
  });

  it("are brought back by a drill every week, and into tables when somebody asks", async () => {
    new HBase("herd", args({}));
    expect(await cron("herd-drill")).toMatchObject({ schedule: "41 4 * * 0", timeZone: "Etc/UTC" });
    const restore = await cron("herd-restore");
    expect(restore.suspend).toBe(true);
    const [container] = restore.jobTemplate.spec.template.spec.containers;
    const values: Readonly<Record<string, string>> = Object.fromEntries(
      container.env.map(({ name, value }) => [name, value]),
    );
    const request = container.args[2]?.replace(/\$\((\w+)\)/g, (_, name: string) => values[name] ?? "?");
    expect(JSON.parse(request ?? "")).toEqual({ folder: "/backups", copy: "latest", table: "missing", as: "itself" });
  });

  it("outlive the resource where they are retained, and say so to policies", async () => {
    new HBase("herd", args({ retain: true, storageClass: "slow" }));
    expect(inputsOf(await built(), "herd-backups")).toMatchObject({
      metadata: { annotations: { "trainyard/retain": "true" } },
      spec: { storageClassName: "slow" },
    });
  });

  it("are none where they are switched off", async () => {
    new HBase("herd", args(false));
    const names = kindsAndNames(await built());
    expect(names.filter((name) => /CronJob|PersistentVolumeClaim/.test(name))).toEqual([]);
  });

  it("refuses schedules that are none and counts that keep nothing", () => {
    expect(() => new HBase("herd", args({ schedule: "daily", drillSchedule: "", keepCopies: 0 }))).toThrow(
      /3 problem\(s\)[^]*backup\.schedule[^]*backup\.drillSchedule[^]*backup\.keepCopies: must be a whole number from 1/,
    );
  });
});
