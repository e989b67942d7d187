import { afterAll, beforeAll, expect, it } from "vitest";
import type { Forward } from "../../../components/kubernetes/forward.ts";
import { until } from "../../support/cluster.ts";
import { type FoundRun, MLflowClient, statusUnder } from "../../support/mlflow-client.ts";
import { PlatformBed } from "../../support/platform-bed.ts";
import { adminPassword, killPods, runNow, sql, type Standing } from "../../support/platform-drill.ts";

const notes = "what a run leaves behind\n";
const whole: FoundRun = { params: { seed: "7" }, metrics: { loss: 0.25 }, status: "FINISHED", notes };
let platform: PlatformBed;
let standing: Standing;
let forward: Forward | undefined;
let address: string;
let tracker: MLflowClient;
let run: string;

beforeAll(async () => {
  platform = await PlatformBed.open("platform-test");
  standing = platform.standing;
}, 1_500_000);
afterAll(async () => {
  await forward?.close();
  await platform.close();
});

/** What MLflow has of the run now; an error of a call counts as not yet. */
async function untilWhole(what: string): Promise<void> {
  let found: FoundRun | undefined;
  await until(what, async () => {
    found = await tracker.findRun(run);
    return true;
  });
  expect(found).toEqual(whole);
}

it("1. stands after one update, in a namespace that enforces restricted", { timeout: 1_200_000 }, async () => {
  await platform.up();
  forward = await platform.forward();
  address = forward.url;
  tracker = new MLflowClient(address, "admin", await adminPassword(standing));
});

it("2. takes a run from who knows the password, and nothing from anybody else", async () => {
  run = await tracker.recordRun("drill", notes);
  expect(await tracker.findRun(run)).toEqual(whole);
  const stranger = new MLflowClient(address, "admin");
  const search = "mlflow/experiments/search?max_results=1";
  expect((await stranger.call("GET", search)).status).toBe(401);
  expect((await new MLflowClient(address, "admin", "guessed").call("GET", search)).status).toBe(401);
  expect(await statusUnder("evil.example", `${address}/api/2.0/${search}`)).toBe(403);
});

it("3. changes nothing the second time", async () => {
  const { bed } = platform;
  await bed.up(["--expect-no-changes"]);
  await bed.ok(["refresh", "--yes", "--skip-preview"]); // it takes in what the cluster says of itself
  await bed.up(["--expect-no-changes"]);
});

it("4. loses nothing when every pod is killed once", { timeout: 600_000 }, async () => {
  await killPods(standing, "statefulset/store", "store");
  await untilWhole("the run is there after the database's pod was killed");
  await killPods(standing, "deployment/track", "track");
  await untilWhole("the run is there after the servers' pods were killed");
});

it("5. brings back from a dump what was dropped, without a change", { timeout: 600_000 }, async () => {
  expect(await runNow(standing, "store-dump", "dump-1")).toMatch(/dump: \d{8}T\d{6}Z is whole/);
  await sql(standing, "DROP DATABASE runs WITH (FORCE)");
  await expect(tracker.findRun(run)).rejects.toThrow();
  expect(await runNow(standing, "store-restore", "restore-1")).toContain("restore: runs is as it was at ");
  await untilWhole("the run is there after the restore");
});
