import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { imagesIn } from "../../../cli/promotion/stack-file.ts";
import { Bed, succeeded } from "../../support/e2e-bed.ts";
import { type Clone, makeClone } from "../../support/e2e-clone.ts";
import { type Ended, Running } from "../../support/e2e-process.ts";
import { jobOf, pythonImage, script, stackOf, volume } from "../../support/e2e-stack.ts";

let clone: Clone;
let bed: Bed;
beforeAll(async () => {
  clone = await makeClone();
  bed = await Bed.open(clone, "stages");
  const job = jobOf("smoke", { command: script({ metrics: { untrainedLoss: 9 } }) });
  await bed.configure(stackOf(await pythonImage(), [job], { volume }));
  await bed.yardOk(["up"]);
});
afterAll(async () => {
  await bed.destroy();
  await bed.close();
  await clone.remove();
});

interface Deployment {
  readonly deployment: { readonly resources: { readonly urn: string; readonly type: string }[] };
}

const pulumi = (...args: readonly string[]): Promise<Ended> =>
  new Running("pulumi", [...args, "--stack", bed.stack], { cwd: bed.root, env: bed.env }).done;
const pushed = (registry: string, sign: string) => `${registry}/trainyard/trainer@sha256:${sign.repeat(64)}`;
const staging = () => readFile(join(bed.root, "Pulumi.staging.yaml"), "utf8");
const promote = () => bed.yard(["promote", "--from", bed.stack, "--to", "staging"]);

/** Records that the stack runs a pushed image, as one with a registry does: nothing is pulled by it. */
async function runsImage(reference: string): Promise<void> {
  const file = join(bed.home, "exported.json");
  succeeded("stack export", await pulumi("stack", "export", "--file", file));
  const state = JSON.parse(await readFile(file, "utf8")) as Deployment;
  const others = state.deployment.resources.filter(({ type }) => type !== "trainyard:image:Image");
  const parent = others.find(({ type }) => type === "pulumi:pulumi:Stack")?.urn ?? "";
  const urn = `urn:pulumi:${bed.stack}::trainyard::trainyard:image:Image::trainer`;
  const image = { urn, type: "trainyard:image:Image", custom: false, parent, outputs: { reference } };
  const resources = [...others, image];
  await writeFile(file, JSON.stringify({ ...state, deployment: { ...state.deployment, resources } }));
  succeeded("stack import", await pulumi("stack", "import", "--file", file));
}

it("1. shows no drift after an update", async () => {
  const { stdout } = await bed.yardOk(["drift", "--json"]);
  expect(JSON.parse(stdout)).toEqual({ stack: "stages", drifted: [] });
});

it("2. promotes nothing of a stack that runs no image of ours, and says which gates are open", async () => {
  const before = await staging();
  const { exitCode, output } = await promote();
  expect([exitCode, output]).toEqual([3, expect.stringContaining("it runs none of ours")]);
  for (const gate of ["stages is up", "the runs of stages are done", "the runs of stages passed their evaluation"])
    expect(output).toContain(`ok  ${gate}`);
  expect(await staging()).toBe(before);
});

it("3. promotes nothing that the target's policies refuse", async () => {
  const before = await staging();
  await runsImage(pushed("registry.evil.example", "a"));
  const { exitCode, output } = await promote();
  expect([exitCode, output]).toEqual([3, expect.stringContaining("rule allowed-registries")]);
  expect(await staging()).toBe(before);
});

it("4. writes digests into the target, and returns to the former ones in one command", async () => {
  const [first, second] = [pushed("docker.io", "b"), pushed("docker.io", "c")];
  for (const reference of [first, second]) {
    await runsImage(reference);
    succeeded("promote", await promote());
    expect(imagesIn(await staging())).toEqual({ trainer: reference });
  }
  await bed.yardOk(["rollback", "-s", "staging", "--config-only"]);
  expect(imagesIn(await staging())).toEqual({ trainer: first });
  const again = await bed.yard(["rollback", "-s", "staging", "--config-only"]);
  expect([again.exitCode, again.output]).toEqual([3, expect.stringContaining("no former digests on record")]);
});

it("5. names what somebody deleted, ends with 1 and leaves the state as it is", async () => {
  await bed.account.deleteVolumes();
  const before = await bed.stateText();
  const { exitCode, stdout } = await bed.yard(["drift", "--json"]);
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([1, { drifted: [{ name: "corpus", op: "delete" }] }]);
  expect(await bed.stateText()).toBe(before);
});

it("6. leaves nothing after destroy", async () => {
  succeeded("destroy", await bed.destroy());
  expect(await bed.leftovers()).toEqual([]);
});
