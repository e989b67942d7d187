import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Forward } from "../../../components/kubernetes/forward.ts";
import { MLflowClient } from "../../support/mlflow-client.ts";
import { PlatformBed } from "../../support/platform-bed.ts";
import { adminPassword, runNow, sql, type Standing } from "../../support/platform-drill.ts";
import { SteadyClient } from "../../support/steady-client.ts";

const long = { timeout: 900_000 };
const dayMs = 24 * 3600 * 1000;
let platform: PlatformBed;
let standing: Standing;
let forward: Forward | undefined;
let tracker: MLflowClient;

beforeAll(async () => {
  platform = await PlatformBed.open("platform-operations");
  standing = platform.standing;
  await platform.up();
  forward = await platform.forward();
  tracker = new MLflowClient(forward.url, "admin", await adminPassword(standing));
}, 1_800_000);
afterAll(async () => {
  await forward?.close();
  await platform.close();
});

const kubectl = (...args: string[]) => standing.kubectl.run(["--namespace", standing.namespace, ...args]);
const password = async (secret: string): Promise<string> =>
  Buffer.from(await kubectl("get", `secret/${secret}`, "--output=jsonpath={.data.password}"), "base64").toString();

/** Whether the owner of `runs` is let in with this password. */
async function lets(secret: string): Promise<boolean> {
  const script = `PGPASSWORD=${secret} psql -h 127.0.0.1 -U runs -d runs -tAc "SELECT 'in'"`;
  const said = await kubectl("exec", "store-0", "--", "sh", "-c", `${script} || echo refused`);
  return said.trim() === "in";
}

it("rolls its servers without one failed call, whether clients keep their connection or not", long, async () => {
  const client = await SteadyClient.start(standing, "steady");
  await kubectl("rollout", "restart", "deployment/track");
  await standing.kubectl.waitForRollout(standing.namespace, "deployment/track", 600);
  const { fresh, kept } = await client.stop();
  expect([...fresh.failures, ...kept.failures].join("\n")).toBe("");
  expect(Math.min(fresh.calls, kept.calls)).toBeGreaterThan(20);
});

/** Of each server that is listed. */
async function servers(field: string): Promise<readonly string[]> {
  const selector = "--selector=app.kubernetes.io/instance=track,app.kubernetes.io/component=server";
  return (await kubectl("get", "pods", selector, `--output=jsonpath={.items[*].${field}}`)).split(" ");
}

/** Until those that a roll replaced are gone: they are listed until their connections have ended. */
const rolled = () => expect.poll(() => servers("metadata.name"), { timeout: 180_000, interval: 1000 }).toHaveLength(2);

it("takes a form from any server that another one gave out, and lets its user in at both", long, async () => {
  await rolled();
  const [pod = ""] = await servers("metadata.name");
  const [first = "", second = ""] = await servers("status.podIP");
  expect(second).not.toBe("");
  const script = await readFile(join(resolve(import.meta.dirname, "..", "..", "support"), "sign_up.py"), "utf8");
  const signUp = (form: string, submit: string, user: string) =>
    kubectl("exec", pod, "--", "python3", "-c", script, form, submit, user);
  expect((await signUp(first, second, "amara")).trim()).toBe("200 200 200 200");
  expect((await signUp(second, first, "bora")).trim()).toBe("200 200 200 200");
});

it(
  "removes a run that was deleted long ago with its artifacts, and neither a young one nor one that lives",
  long,
  async () => {
    const [old, young, living] = [
      await tracker.recordRun("old", "old\n"),
      await tracker.recordRun("young", "young\n"),
      await tracker.recordRun("living", "living\n"),
    ];
    await tracker.deleteRun(old);
    await tracker.deleteRun(young);
    await sql(standing, `UPDATE runs SET deleted_time = ${Date.now() - 91 * dayMs} WHERE run_uuid = '${old}'`, "runs");
    await sql(
      standing,
      `UPDATE runs SET deleted_time = ${Date.now() - 89 * dayMs} WHERE run_uuid = '${young}'`,
      "runs",
    );
    await runNow(standing, "track-gc", "gc-now");
    const kept = await sql(standing, "SELECT run_uuid FROM runs", "runs");
    expect([old, young, living].map((id) => kept.includes(id))).toEqual([false, true, true]);
    const files = await kubectl("exec", "deployment/track", "--", "find", "/artifacts", "-name", "notes.txt");
    expect([old, young, living].map((id) => files.includes(id))).toEqual([false, true, true]);
    await expect(tracker.findRun(old)).rejects.toThrow("404");
    expect(await tracker.findRun(living)).toMatchObject({ status: "FINISHED", notes: "living\n" });
  },
);

it(
  "goes on after one update that draws new passwords for its databases, and the old ones let nobody in",
  long,
  async () => {
    const run = await tracker.recordRun("before", "before\n");
    const old = await password("runs-owner-1");
    expect(await lets(old)).toBe(true);
    const uid = () => kubectl("get", "deployment/track", "--output=jsonpath={.metadata.uid}");
    const before = await uid();
    await platform.up({ rotation: 2 });
    expect(await uid()).toBe(before); // rolled, not made anew
    const fresh = await password("runs-owner-2");
    expect([await lets(old), await lets(fresh)]).toEqual([false, true]);
    await rolled();
    const found = () => tracker.findRun(run).catch((error: unknown) => error);
    await expect.poll(found, { timeout: 60_000 }).toMatchObject({ status: "FINISHED", notes: "before\n" });
    expect(await tracker.findRun(await tracker.recordRun("after", "after\n"))).toMatchObject({ notes: "after\n" });
    await platform.bed.up(["--expect-no-changes"]);
  },
);
