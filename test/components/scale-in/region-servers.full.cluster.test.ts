import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../../support/cluster.ts";
import type { Ended } from "../../support/e2e-process.ts";
import { HBaseDrill } from "../../support/hbase-drill.ts";
import type { Told } from "../../support/hdfs-drill.ts";
import { leavingOnRecord } from "../../support/scale-in-record.ts";

/** In the middle of the rows that are written, so that every region gets some. */
const SPLITS = [10, 20, 30, 40, 50].map((batches) =>
  Buffer.from(`row-${String(batches * 100).padStart(10, "0")}`).toString("base64"),
);
const REGIONS = SPLITS.length + 1;
const BATCH = 1000;

let drill: HBaseDrill;
/** What `kept` held before any server came or went. */
let kept: Told;
/** Each pod's uid, from before any server came or went. */
let pods: Readonly<Record<string, string>>;
const written = { rows: 0 };

beforeAll(async () => {
  drill = await HBaseDrill.open("tables-scale-in");
  await drill.program(2);
  await drill.hdfs.bed.up();
}, 1_500_000);
afterAll(() => drill.close());

/** Writes on into `written` until told to stop; only what was acknowledged is counted. */
function writer(): { stop(): Promise<void> } {
  const told = new AbortController();
  const done = (async () => {
    while (!told.signal.aborted) {
      const rows = { table: "written", family: "f", from: written.rows, count: BATCH };
      await drill.admin("put-rows", rows);
      written.rows += BATCH;
    }
  })();
  done.catch(() => undefined);
  return {
    stop: async () => {
      told.abort();
      await done;
    },
  };
}

async function proveNothingIsLost(): Promise<void> {
  expect(await drill.hdfs.starts()).toEqual(pods);
  expect(await drill.admin("checksum", { table: "kept" })).toEqual(kept);
  expect(await drill.admin("count", { table: "written" })).toEqual({ rows: written.rows });
  const { servers, regionsInTransition, balancer } = await drill.status();
  expect({ regionsInTransition, balancer }).toEqual({ regionsInTransition: 0, balancer: true });
  expect(servers.map(({ host, draining }) => [host.split(".")[0], draining])).toEqual([
    ["herd-regionserver-0", false],
    ["herd-regionserver-1", false],
  ]);
  expect(servers.reduce((sum, { regions }) => sum + regions, 0)).toBeGreaterThanOrEqual(2 * REGIONS);
  await drill.hdfs.bed.up(["--expect-no-changes"]);
}

function tell(what: string, { seconds, output }: Ended): void {
  const lines = output.split("\n").filter((line) => line.trimStart().startsWith("region servers of"));
  console.log(`${what}: ${Math.round(seconds)} s, ${written.rows} rows written\n${lines.join("\n")}`);
}

/** So many servers, and regions on each. */
async function addServers(count: number): Promise<void> {
  await drill.program(count);
  await drill.hdfs.bed.up();
  expect(await drill.hdfs.starts()).toMatchObject(pods);
  await until(
    "the new servers hold regions",
    async () => (await drill.status()).servers.filter(({ regions }) => regions > 0).length === count,
    240,
  );
}

it("1. holds tables in regions on both servers", { timeout: 300_000 }, async () => {
  for (const name of ["kept", "written"])
    await drill.admin("table-create", { name, families: [{ name: "f" }], splits: SPLITS });
  await drill.admin("put-rows", { table: "kept", family: "f", count: 5000 });
  kept = await drill.admin("checksum", { table: "kept" });
  pods = await drill.hdfs.starts();
  expect(kept).toMatchObject({ rows: 5000 });
});

it(
  "2. drains two servers before they go while rows are written, keeps every row, and touches no other pod",
  { timeout: 1_200_000 },
  async () => {
    const writing = writer();
    await addServers(4);
    await drill.program(2);
    const ended = await drill.hdfs.bed.up();
    await writing.stop();
    tell("2 -> 4 -> 2", ended);
    expect(ended.output).toMatch(/herd-regionserver-[23], herd-regionserver-[23] may go: drained/);
    await proveNothingIsLost();
  },
);

it(
  "3. goes on with a drain whose CLI was killed with kill -9, while rows are written",
  { timeout: 1_200_000 },
  async () => {
    const writing = writer();
    await addServers(3);
    await drill.program(2);
    const killed = drill.hdfs.bed.start(["up", "--yes", "--skip-preview", "--suppress-outputs"]);
    await until("the drain is under way", () => leavingOnRecord(drill.hdfs, "herd-regionserver"), 120);
    killed.kill("SIGKILL");
    await killed.done;
    // The pod is still there: nothing goes that is not known to be empty.
    expect(Object.keys(await drill.hdfs.starts())).toContain("herd-regionserver-2");
    await drill.hdfs.bed.ok(["cancel", "--yes"]);
    const ended = await drill.hdfs.bed.up();
    await writing.stop();
    tell("killed, then up", ended);
    expect(ended.output).toContain("herd-regionserver-2 may go: drained");
    await proveNothingIsLost();
  },
);
