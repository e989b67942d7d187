import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compareInventories, type Inventory, inventory } from "../../../cli/inventory.ts";
import { clusterStatus, resetCluster, stopCluster } from "../../../local/cluster/index.ts";
import { nodeProcessNames } from "../../../local/cluster/processes.ts";
import { clusterPaths } from "../../../local/cluster/site.ts";
import { isAlive, type ProcessIdentity } from "../../../local/process/identity.ts";
import { readRecord } from "../../../local/process/record.ts";
import { type Bench, restrictedPod, testCluster, testSite, until } from "../../support/cluster.ts";

// a cluster of its own, beside that of the other tests: so this also shows that two run on one machine
const home = mkdtempSync(join(tmpdir(), "cluster-"));
const site = testSite(home);
const paths = clusterPaths(site);
const namespace = "lifecycle";
const quiet = () => undefined;
let before: Inventory;
let bench: Bench;
let image: string;

beforeAll(async () => {
  before = await inventory(site);
  bench = await testCluster(site);
  image = await bench.shellImage();
  await bench.freshNamespace(namespace);
  const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
  const container = { volumeMounts: [{ name: "data", mountPath: "/data" }] };
  const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
  const script = "test -f /data/word || cat /proc/sys/kernel/random/uuid > /data/word; exec sleep 36000";
  const template = {
    metadata: { labels: { app: "keeper" } },
    spec: restrictedPod(image, script, { container, spec: { volumes } }),
  };
  const metadata = (name: string) => ({ name, namespace });
  await bench.apply(
    { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: metadata("data"), spec: claim },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: metadata("keeper"),
      spec: { replicas: 1, strategy: { type: "Recreate" }, selector: { matchLabels: { app: "keeper" } }, template },
    },
  );
  await until("its pod runs", async () => (await word()) !== "");
});

afterAll(async () => {
  await resetCluster(site, quiet);
  rmSync(home, { recursive: true, force: true });
});

/** What the pod wrote into its volume when it ran for the first time. */
async function word(): Promise<string> {
  const [pod = ""] = await bench.readyPods(namespace, "app=keeper");
  return bench.sh(namespace, pod, "cat /data/word");
}

/** The same, once the kubelet answers for the pod: after its start it learns of its pods a moment later. */
async function settledWord(): Promise<string> {
  let said = "";
  await until("the pod answers", async () => {
    said = await word().catch(() => "");
    return said !== "";
  });
  return said;
}

async function recordOf(name: string): Promise<ProcessIdentity> {
  const record = await readRecord(join(paths.processes, `${name}.json`), {});
  if (record === undefined) throw new Error(`there is no record of ${name}`);
  return record;
}

it.each([...nodeProcessNames, "gate", "keeper"])("repairs a killed %s and leaves the pods running", async (name) => {
  const kept = await settledWord();
  const killed = await recordOf(name);
  process.kill(killed.pid, "SIGKILL");
  await until("it is gone", async () => !isAlive(killed));
  bench = await testCluster(site);
  expect(isAlive(await recordOf(name))).toBe(true);
  expect((await clusterStatus(site))?.problems).toEqual([]);
  expect(await settledWord()).toBe(kept);
});

it("changes nothing when all is well", async () => {
  const names = [...nodeProcessNames, "gate", "keeper", "node"];
  const running = await Promise.all(names.map(recordOf));
  await testCluster(site);
  expect(await Promise.all(names.map(recordOf))).toEqual(running);
});

it("starts again with its data after everything was killed", async () => {
  const kept = await settledWord();
  const records = await Promise.all([...nodeProcessNames, "gate", "keeper", "node"].map(recordOf));
  for (const { pid } of records) process.kill(pid, "SIGKILL");
  await until("all are gone", async () => !records.some(isAlive));
  expect(await clusterStatus(site)).toBeUndefined();
  bench = await testCluster(site);
  await until("the pod runs with its data", async () => (await word()) === kept);
});

it("leaves nothing when it is stopped, and keeps its data", async () => {
  const kept = await settledWord();
  expect(await stopCluster(site, quiet)).toBe(true);
  const left = compareInventories(before, await inventory(site));
  expect(left.filter(({ item }) => !item.startsWith(join(site.cache, "engine")))).toEqual([]); // an image may be building
  expect(await stopCluster(site, quiet)).toBe(false);
  bench = await testCluster(site);
  await until("the pod runs with its data", async () => (await word()) === kept);
});

it("listens on this machine's loopback only", async () => {
  const held = await Promise.all(["gate", "keeper"].map(recordOf));
  const open = held.flatMap(({ pid }) => listening(pid));
  expect(open.length).toBe(2);
  expect(open.every((address) => address === "0100007F")).toBe(true);
});

it("keeps a log of every process", async () => {
  for (const name of [...nodeProcessNames, "gate", "keeper"]) {
    expect(existsSync(join(paths.logs, `${name}.log`)), name).toBe(true);
  }
});

it("ends a node whose records somebody deleted, and leaves nothing of it", async () => {
  const running = await Promise.all([...nodeProcessNames, "gate", "keeper", "node"].map(recordOf));
  rmSync(paths.processes, { recursive: true });
  rmSync(paths.slot);
  expect(await clusterStatus(site)).toBeUndefined();
  const said: string[] = [];
  expect(await stopCluster(site, (line) => said.push(line))).toBe(true);
  expect(said).toEqual(["ended a cluster that no record names"]);
  expect(running.filter(isAlive)).toEqual([]);
  const left = compareInventories(before, await inventory(site));
  expect(left.filter(({ item }) => !item.startsWith(join(site.cache, "engine")))).toEqual([]);
  expect(await stopCluster(site, quiet)).toBe(false);
});

/** IPv4 addresses, as the kernel writes them, on which a process listens. */
function listening(pid: number): string[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap(
      (fd) => /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [],
    ),
  );
  const rows = ["tcp", "tcp6"].flatMap((kind) => readFileSync(`/proc/${pid}/net/${kind}`, "utf8").split("\n").slice(1));
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , , state, , , , , , inode]) => state === "0A" && inodes.has(inode ?? ""))
    .map(([, local]) => (local ?? "").split(":")[0] ?? "");
}
