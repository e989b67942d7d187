import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../../support/cluster.ts";
import { HdfsDrill } from "../../support/hdfs-drill.ts";
import { leavingOnRecord } from "../../support/scale-in-record.ts";

/** A drain waits up to 12 minutes for HDFS to forget nodes that left before; then every file is read back by a JVM of its own. */
const DRAIN_MS = 2_700_000;
/** Bytes of each file that the writer writes, and of those that stand before. */
const FILE_BYTES = 2_000_000;
const KEPT_BYTES = 30_000_000;

let drill: HdfsDrill;
/** Each pod's uid, from before any node came or went. */
let pods: Readonly<Record<string, string>>;
/** What HDFS acknowledged, by path. */
const written = new Map<string, unknown>();

const program = (dataNodes: number) =>
  drill.program(`
    new Hdfs("lake", {
      namespace, image, dataNodes: ${dataNodes}, replication: 2, nameNodeGiB: 1, dataNodeGiB: 1,
      nameNodeHeapMiB: 192, dataNodeHeapMiB: 128, backup: false,
    }, inside);
  `);

beforeAll(async () => {
  drill = await HdfsDrill.open("nodes-scale-in");
  await program(2);
  await drill.bed.up();
}, 1_500_000);
afterAll(() => drill.close());

async function write(path: string, bytes: number): Promise<void> {
  const { sha256 } = await drill.admin("write", { path, bytes, seed: written.size + 1 });
  written.set(path, sha256);
}

/** Writes files into `written` until told to stop; only what was acknowledged is counted. */
function writer(folder: string): { stop(): Promise<void> } {
  const told = new AbortController();
  const done = (async () => {
    for (let n = 0; !told.signal.aborted; n += 1) await write(`/${folder}/${n}`, FILE_BYTES);
  })();
  done.catch(() => undefined);
  return {
    stop: async () => {
      told.abort();
      await done;
    },
  };
}

/** Every acknowledged file is read back, no block is short of copies, and the pods that stayed never restarted. */
async function proveNothingIsLost(): Promise<void> {
  expect(await drill.starts()).toEqual(pods);
  const left = [...written];
  const readBack = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop())
      expect([next[0], await drill.admin("read", { path: next[0] })]).toMatchObject([next[0], { sha256: next[1] }]);
  };
  await Promise.all([readBack(), readBack()]); // the tools' pod has room for two
  const { UnderReplicatedBlocks: short, MissingBlocks: missing } = await drill.nameSystem();
  expect({ short, missing }).toEqual({ short: 0, missing: 0 });
  await drill.bed.up(["--expect-no-changes"]);
}

async function addNodes(count: number): Promise<void> {
  await program(count);
  await drill.bed.up();
  expect(await drill.starts()).toMatchObject(pods);
  // Nodes that left a short while ago still count as alive, but no more as in service.
  await until(
    "all nodes are in service",
    async () => (await drill.nameSystem())["NumInServiceLiveDataNodes"] === count,
    240,
  );
}

function tell(what: string, seconds: number): void {
  console.log(`${what}: ${Math.round(seconds)} s, ${written.size} files acknowledged`);
}

it("1. holds files with two copies", { timeout: 300_000 }, async () => {
  for (const n of [1, 2, 3]) await write(`/kept/${n}`, KEPT_BYTES);
  pods = await drill.starts();
  expect(Object.keys(pods)).toContain("lake-datanode-1");
});

it(
  "2. drains two nodes before they go while files are written, keeps every byte, and touches no other pod",
  { timeout: DRAIN_MS },
  async () => {
    const writing = writer("load");
    await addNodes(4);
    await program(2);
    const ended = await drill.bed.up();
    await writing.stop();
    tell("2 -> 4 -> 2", ended.seconds);
    expect(ended.output).toMatch(/lake-datanode-[23], lake-datanode-[23] may go: drained/);
    await proveNothingIsLost();
  },
);

it(
  "3. goes on with a drain whose CLI was killed with kill -9, while files are written",
  { timeout: DRAIN_MS },
  async () => {
    const writing = writer("again");
    await addNodes(3);
    await program(2);
    const killed = drill.bed.start(["up", "--yes", "--skip-preview", "--suppress-outputs"]);
    await until("the drain is under way", () => leavingOnRecord(drill, "lake-datanode"), 120);
    killed.kill("SIGKILL");
    await killed.done;
    // The pod is still there: nothing goes that is not known to be drained.
    expect(Object.keys(await drill.starts())).toContain("lake-datanode-2");
    await drill.bed.ok(["cancel", "--yes"]);
    const ended = await drill.bed.up();
    await writing.stop();
    tell("killed, then up", ended.seconds);
    expect(ended.output).toContain("lake-datanode-2 may go: drained");
    await proveNothingIsLost();
  },
);
