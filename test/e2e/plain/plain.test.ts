import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Bed, succeeded } from "../../support/e2e-bed.ts";
import { type Clone, makeClone } from "../../support/e2e-clone.ts";
import { type Ended, Running } from "../../support/e2e-process.ts";
import { jobOf, pythonImage, script, stackOf } from "../../support/e2e-stack.ts";

let clone: Clone;
let bed: Bed;
beforeAll(async () => {
  clone = await makeClone();
  bed = await Bed.open(clone, "plain");
});
afterAll(async () => {
  await bed.destroy();
  await bed.close();
  await clone.remove();
});

/** A shell that has evaluated `./yard local env`, as a person's would. */
async function shell(command: string): Promise<Ended> {
  const env = { ...process.env, TRAINYARD_HOME: bed.home };
  const line = `eval "$(./yard local env)" && ${command}`;
  return succeeded(command, await new Running("bash", ["-c", line], { cwd: bed.root, env }).done);
}

it("1. previews with its price, without ./yard and with the image on the command line", async () => {
  const { trainerImage: _image, ...values } = stackOf("", [
    jobOf("smoke", { command: script({ seconds: 600 }), wait: "started" }),
  ]);
  await bed.configure(values);
  await shell("pulumi stack init plain --non-interactive");
  const image = await pythonImage();
  const flags = `--non-interactive --color never -s plain -c trainyard:trainerImage=${image}`;
  const { output } = await shell(`pulumi preview --diff ${flags}`);
  expect(output).toMatch(/worstCaseUsd: *0\.\d+/);
  expect(await bed.account.pods()).toEqual([]);
});

it("2. starts a job and leaves it running where the job waits for no more", async () => {
  await shell("pulumi up -s plain --yes --skip-preview --non-interactive --color never");
  expect(await bed.account.livePods()).toHaveLength(1);
  expect(await readFile(join(bed.root, "Pulumi.plain.yaml"), "utf8")).toContain("encryptionsalt");
});

it("3. ends it by destroy", async () => {
  await shell("pulumi destroy -s plain --yes --skip-preview --non-interactive --color never");
  expect(await bed.leftovers()).toEqual([]);
});
