import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { until } from "../../support/cluster.ts";
import { HdfsDrill } from "../../support/hdfs-drill.ts";

const first = "lake-namenode-0";
let drill: HdfsDrill;

const program = (ha: boolean) => `
  const zookeeper = new ZooKeeper("keeper", { namespace, image, heapMiB: 64 }, inside).link;
  new Hdfs("lake", {
    namespace, image, ${ha ? "highAvailability: true, zookeeper," : ""} dataNodes: 1, nameNodeGiB: 1, dataNodeGiB: 1,
    nameNodeHeapMiB: 192, dataNodeHeapMiB: 128, backup: false,
  }, inside);
`;

beforeAll(async () => {
  drill = await HdfsDrill.open("hdfs-bootstrap-test");
}, 1_500_000);
beforeEach(async () => {
  // No file system: what is chosen once would be refused for the next one.
  await drill.program("");
  await drill.bed.up();
}, 600_000);
afterAll(() => drill.close());

describe("a bootstrap that is killed", () => {
  it.each([
    ["before it begins", false, "bootstrap"],
    ["while it formats", false, "formatting a new file system"],
    ["while it formats one of two", true, "formatting a new file system"],
    ["while it gives the journals away", true, "giving the journals to this file system"],
    [
      "while it makes its node in ZooKeeper",
      true,
      "Session connected|zookeeper.ZooKeeper: Initiating client connection",
    ],
  ])("%s (two NameNodes: %s) is completed by its next start", { timeout: 900_000 }, async (_when, ha, sign) => {
    await drill.program(program(ha));
    const up = drill.bed.up();
    await until(
      `the bootstrap says: ${sign}`,
      async () => new RegExp(sign).test(await drill.logs(first, "bootstrap")),
      300,
    );
    await drill.kill(first);
    await up;
    expect(await drill.admin("write", { path: "/after", text: "whole" })).toMatchObject({ bytes: 5 });
  });
});

it("stops at a half-formatted volume, and says what it found and what to do", { timeout: 900_000 }, async () => {
  await drill.program(program(false));
  await drill.bed.up();
  await drill.kubectl.run([
    "-n",
    drill.namespace,
    "exec",
    first,
    "-c",
    "namenode",
    "--",
    "sh",
    "-c",
    "rm /data/name/current/fsimage_*",
  ]);
  await drill.kill(first);
  await until("the bootstrap has stopped", async () => (await drill.logs(first, "bootstrap")).includes("STOPPED"), 120);
  const said = await drill.logs(first, "bootstrap");
  expect(said).toContain("bootstrap: STOPPED: /data/name is half formatted");
  expect(said).toContain("bootstrap: why: ");
  expect(said).toContain("bootstrap: what to do: look at it; move it away to begin anew");
});
