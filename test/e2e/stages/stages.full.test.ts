import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { imagesIn, withImages } from "../../../cli/promotion/stack-file.ts";
import { Bed } from "../../support/e2e-bed.ts";
import { type Clone, makeClone } from "../../support/e2e-clone.ts";
import { jobOf, pythonImage, script, stackOf } from "../../support/e2e-stack.ts";
import { sql, type Standing } from "../../support/platform-drill.ts";

/** Two stacks of one cluster: what `first` has proved goes to `second`, by digest. */
let clone: Clone;
let first: Bed;
let second: Bed;
let standing: Standing;
beforeAll(async () => {
  clone = await makeClone();
  first = await Bed.open(clone, "first");
  second = await Bed.open(clone, "second", first.home);
  const job = jobOf("smoke", { command: script({ metrics: { untrainedLoss: 9 } }) });
  const database = { kubernetes: "local", postgres: { storageGiB: 1 } };
  await first.configure(stackOf(await pythonImage(), [job], database));
  await second.configure(stackOf(await pythonImage(), [], database));
});
afterAll(async () => {
  for (const bed of [second, first]) await bed.destroy();
  await first.close();
  await clone.remove();
});

/** The image of the database's server, as the pod that runs has it. */
async function running(): Promise<string> {
  const { kubectl, namespace } = standing;
  const pod = await kubectl.get<{ spec: { containers: { image: string }[] } }>(namespace, "pod/store-0");
  return pod.spec.containers[0]?.image ?? "";
}

async function promoted(): Promise<string> {
  await first.yardOk(["up"]);
  await second.yardOk(["promote", "--from", "first", "--to", "second"]);
  return imagesIn(await readFile(join(clone.root, "Pulumi.second.yaml"), "utf8"))["postgres"] ?? "";
}

let former: string;
it("1. brings up a second stack with the very digest that the first one runs", async () => {
  former = await promoted();
  expect(former).toMatch(/^localhost:\d+\/trainyard\/postgres@sha256:[0-9a-f]{64}$/);
  await second.yardOk(["up"]);
  standing = { kubectl: await second.kubectl(), namespace: "trainyard-second", store: "store", tracking: "none" };
  expect(await running()).toBe(former);
  await sql(standing, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n");
});

it("2. rolls the second stack to a newer image, which keeps its rows, and changes nothing afterwards", async () => {
  await appendFile(join(clone.root, "images", "postgres", "start-postgres.sh"), "# another image\n");
  const newer = await promoted();
  expect(newer).not.toBe(former);
  await second.yardOk(["up"]);
  expect([await running(), (await sql(standing, "SELECT sum(n) FROM kept")).trim()]).toEqual([newer, "500500"]);
  expect((await second.yardOk(["up"])).stdout).toContain("nothing changes");
});

it("3. returns to the former image by one command, with its rows", async () => {
  await second.yardOk(["rollback"]);
  expect([await running(), (await sql(standing, "SELECT sum(n) FROM kept")).trim()]).toEqual([former, "500500"]);
  const again = await second.yard(["rollback"]);
  expect([again.exitCode, again.output]).toEqual([3, expect.stringContaining("no former digests on record")]);
});

it("4. mends what an update left behind that was killed while a pod waited for an image that does not exist", async () => {
  const file = join(clone.root, "Pulumi.second.yaml");
  const good = await readFile(file, "utf8");
  const nowhere = former.replace(/@sha256:.*$/, ":nowhere");
  await writeFile(file, withImages(good, { postgres: nowhere }));
  await second.yardOk(["preview"]); // plain pulumi reads what ./yard has merged
  const up = await second.startPulumi(["up", "--yes", "--skip-preview"]);
  await expect.poll(running, { timeout: 300_000, interval: 1000 }).toBe(nowhere);
  up.kill("SIGKILL"); // an end by ^C may still leave word of what the plugin has seen
  await up.done;
  await writeFile(file, good);
  const { output } = await second.yardOk(["up"]);
  expect(output).toContain("an update was ended while it changed store-server");
  expect([await running(), (await sql(standing, "SELECT sum(n) FROM kept")).trim()]).toEqual([former, "500500"]);
});
