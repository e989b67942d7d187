import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../../support/cluster.ts";
import { HdfsDrill } from "../../support/hdfs-drill.ts";

const nameNode = "lake-namenode-0";
const runbook = resolve(import.meta.dirname, "../../../docs/runbooks/name-space.md");
let drill: HdfsDrill;

beforeAll(async () => {
  drill = await HdfsDrill.open("hdfs-name-space-test");
  await drill.program(`
    new Hdfs("lake", {
      namespace, image, dataNodes: 1, nameNodeGiB: 1, dataNodeGiB: 1, nameNodeHeapMiB: 192, dataNodeHeapMiB: 128, backup: {},
    }, inside);
  `);
}, 1_500_000);
afterAll(() => drill.close());

const inside = (...args: readonly string[]) => drill.kubectl.run(["-n", drill.namespace, ...args]);
const stopped = () =>
  until("the bootstrap refuses", async () => (await drill.logs(nameNode, "bootstrap")).includes("STOPPED"), 240);

/** Ends a pod whose volume is lost with it. */
async function loseVolume(pod: string): Promise<void> {
  const before = await drill.uid(pod);
  await inside("delete", "pvc", `data-${pod}`, "--wait=false");
  await drill.kill(pod);
  await until("another pod is there", async () => (await drill.uid(pod).catch(() => before)) !== before, 120);
}

/** The pod of the runbook. */
async function putBack(): Promise<string> {
  const [, indented = ""] = /```yaml\n(.*?)```/s.exec(await readFile(runbook, "utf8")) ?? [];
  const image = await inside(
    "get",
    "statefulset",
    "lake-namenode",
    "-o=jsonpath={.spec.template.spec.containers[0].image}",
  );
  const pod = indented.replace(/^ {3}/gm, "").replaceAll("<ns>", drill.namespace).replaceAll("<image>", image);
  await drill.kubectl.run(["apply", "-f", "-"], pod);
  await inside("wait", "--for=jsonpath={.status.phase}=Succeeded", "pod/put-back", "--timeout=120s");
  return inside("logs", "put-back");
}

it("1. refuses to begin anew when the volume of the only NameNode is lost", { timeout: 900_000 }, async () => {
  await drill.bed.up();
  await drill.bed.up(["--expect-no-changes"]);
  await drill.admin("write", { path: "/kept", bytes: 1_000_000, seed: 3 });
  await inside("create", "job", "copy-1", "--from=cronjob/lake-backup");
  await drill.kubectl.waitForJob(drill.namespace, "copy-1");
  await loseVolume(nameNode);
  await stopped();
  expect(await drill.logs(nameNode, "bootstrap")).toContain("this is not the first start");
});

it("2. has every file of the copy again, as the runbook puts it back", { timeout: 600_000 }, async () => {
  await inside("scale", "statefulset", "lake-namenode", "--replicas=0");
  await until(
    "its pod is gone",
    () =>
      drill.uid(nameNode).then(
        () => false,
        () => true,
      ),
    120,
  );
  expect(await putBack()).toMatch(/put back\n$/);
  await inside("delete", "pod", "put-back");
  await inside("scale", "statefulset", "lake-namenode", "--replicas=1");
  await drill.untilReady(nameNode);
  await until("safe mode is over", async () => (await drill.admin("safemode"))["on"] === false, 240);
  // HDFS rounds 0.999 of one block down to none: safe mode may be over before the DataNode has said what room it has.
  await until("the DataNode has room", async () => Number((await drill.nameSystem())["CapacityTotal"]) > 0, 240);
  const { sha256 } = await drill.admin("write", { path: "/again", bytes: 1_000_000, seed: 3 });
  expect(await drill.admin("read", { path: "/kept" })).toMatchObject({ sha256 });
});

it("3. begins anew where a person has named the pod, and once only", { timeout: 900_000 }, async () => {
  await loseVolume(nameNode);
  await stopped();
  const [, patch = ""] = /: kubectl (patch .*?); this pod/.exec(await drill.logs(nameNode, "bootstrap")) ?? [];
  const [, data = ""] = / -p '(.*)'$/.exec(patch) ?? [];
  await drill.kubectl.run([...patch.replace(/ -p .*/, "").split(" "), "-p", data]);
  await drill.untilReady(nameNode);
  await inside("create", "job", "copy-2", "--from=cronjob/lake-backup");
  await drill.kubectl.waitForJob(drill.namespace, "copy-2");
  await loseVolume(nameNode);
  await stopped();
});
