import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { Bed, succeeded } from "../../support/e2e-bed.ts";
import { type Clone, makeClone } from "../../support/e2e-clone.ts";
import { Running } from "../../support/e2e-process.ts";
import { MLflowClient, statusUnder } from "../../support/mlflow-client.ts";
import { MlflowRun, StackCluster } from "../../support/stack-cluster.ts";
import { freePort } from "../../../local/process/free-port.ts";

const metricsShape = z.looseObject({
  steps: z.number(),
  heldOutLoss: z.number(),
  untrainedLoss: z.number(),
  unigramLoss: z.number(),
});

let clone: Clone;
let bed: Bed;
let port: number;
/** All that the first update printed. */
let said: string;
beforeAll(async () => {
  clone = await makeClone();
  bed = await Bed.open(clone, "dev");
});
afterAll(async () => {
  await bed.destroy();
  await bed.close();
  await clone.remove();
});

async function git(...args: string[]): Promise<string> {
  const author = ["-c", "user.name=test", "-c", "user.email=test@example.invalid"];
  return succeeded("git", await new Running("git", [...author, ...args], { cwd: bed.root, env: process.env }).done)
    .stdout;
}

/** The committed stack, but for the port: the usual one may be that of a stack of this machine. */
async function withPort(port: number): Promise<void> {
  const file = join(bed.root, "Pulumi.dev.yaml");
  await appendFile(file, `  trainyard:localPorts:\n    mlflow: ${port}\n`);
}

const cluster = () => new StackCluster(join(bed.home, "local", "cluster", "kubeconfig"), "trainyard-dev");

/** Ends the pods that hold what a run is recorded in, while it runs. */
async function loseThePlatform(): Promise<string[]> {
  const runs = async () => (await bed.records("khmer-smoke").catch(() => [])).at(-1)?.status;
  await expect.poll(runs, { timeout: 1_100_000, interval: 500 }).toBe("running");
  const victims = [...(await cluster().pods("store-")), ...(await cluster().pods("tracking-"))];
  for (const pod of victims) await cluster().kill(pod);
  return victims;
}

it("1. trains the model of the committed dev stack by one ./yard up, though Postgres and MLflow lose their pods", async () => {
  port = await freePort();
  await withPort(port);
  await git("init", "--quiet");
  await git("add", ".");
  await git("commit", "--quiet", "-m", "as committed");
  const up = bed.yardOk(["up"]);
  const lost = await Promise.race([loseThePlatform(), up.then(() => [])]);
  const { stdout, output } = await up;
  said = output;
  expect(lost.map((name) => name.split("-")[0]).sort()).toEqual(["store", "tracking"]);
  expect(stdout).toContain(`mlflow at http://127.0.0.1:${port}`);
  expect(stdout).toMatch(/held-out/i);
  expect(stdout).toMatch(/\$\d+\.\d+/);
  const [record] = await bed.records("khmer-smoke");
  expect(record).toMatchObject({ status: "succeeded", exitCode: 0 });
  const metrics = metricsShape.parse(
    JSON.parse(await readFile(join(record?.artifactsPath ?? "", "metrics.json"), "utf8")),
  );
  expect(metrics.steps).toBeGreaterThanOrEqual(100);
  expect(metrics.heldOutLoss).toBeLessThan(Math.min(metrics.untrainedLoss, metrics.unigramLoss));
  expect(await bed.account.livePods()).toEqual([]);
});

it("2. has the whole run in MLflow: every step once, what it was made of, and what it cost; and its password nowhere", async () => {
  const { jobs } = await bed.outputs<{
    jobs: Record<string, { mlflowRunId: string; metrics: { heldOutLoss: number } }>;
  }>();
  const { mlflowRunId = "", metrics } = jobs["khmer-smoke"] ?? {};
  const password = await cluster().secret("tracking-config", "admin-password");
  const run = new MlflowRun(`http://127.0.0.1:${port}`, password, mlflowRunId);
  const told = await run.read();
  expect(told.status).toBe("FINISHED");
  expect(told.metrics["result.held_out_loss"]).toBeCloseTo(metrics?.heldOutLoss ?? 0, 4);
  const steps = await run.steps("loss");
  expect(steps.length).toBeGreaterThan(2);
  expect(new Set(steps).size).toBe(steps.length);
  expect(told.tags).toMatchObject({
    "trainyard.stack": "dev",
    "trainyard.attempts": "1",
    "trainyard.status": "succeeded",
  });
  expect(told.metrics["cost.billed_usd"]).toBeGreaterThan(0);
  expect(told.metrics["cost.billed_usd"]).toBeLessThanOrEqual(Number(told.metrics["cost.cap_usd"]));
  expect(password.length).toBeGreaterThan(15);
  for (const text of [said, await bed.stateText()]) expect(text).not.toContain(password);
});

it("3. shows MLflow to nobody else: not without the password, with a wrong one, or under a name that is not its own", async () => {
  const address = `http://127.0.0.1:${port}`;
  const search = "mlflow/experiments/search?max_results=1";
  for (const password of [undefined, "guessed"])
    expect((await new MLflowClient(address, "admin", password).call("GET", search)).status).toBe(401);
  expect(await statusUnder("evil.example", `${address}/api/2.0/${search}`)).toBe(403);
});

it("4. changes nothing by a second ./yard up", async () => {
  const { stdout } = await bed.yardOk(["up"]);
  expect(stdout).toContain("nothing changes");
  expect(await bed.account.pods()).toHaveLength(1);
});

it("5. leaves nothing by ./yard down, and a clean work tree", async () => {
  await bed.yardOk(["down"]);
  expect(await bed.containers()).toEqual([]);
  expect((await git("status", "--porcelain")).trim()).toBe("");
});
