import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PluginBed } from "../../support/plugin-bed.ts";

let bed: PluginBed;
beforeAll(async () => {
  bed = await PluginBed.open(["@pulumi/random"]);
});
afterAll(() => bed.close());

const program = (length: number): string => `
  import random from "@pulumi/random";
  const password = new random.RandomPassword("password", { length: ${length}, minSpecial: 2 });
  const id = new random.RandomId("id", { byteLength: 4, prefix: "run-", keepers: { length: "${length}" } });
  new random.RandomString("text", { length: 8, special: false, upper: false });
  new random.RandomUuid("uuid", {});
  export const hex = id.hex;
  export const secret = password.result;
`;

const secretMark = "4dabf18193072939515e22adb298388d";

it("1. previews without making anything", async () => {
  await bed.program(program(20));
  const { stdout } = await bed.ok(["preview"]);
  expect(stdout).toMatch(/\+ 5 to create/);
  expect(await bed.resources()).toEqual([]);
});

it("2. makes each once, by the official package's own classes", async () => {
  await bed.up();
  const text = await bed.resource("text");
  expect(text.id).toMatch(/^[a-z0-9]{8}$/);
  expect(text.outputs).toMatchObject({ result: text.id, lower: true, upper: false, numeric: true, minLower: 0 });
  expect((await bed.resource("id")).outputs?.["hex"]).toMatch(/^run-[0-9a-f]{8}$/);
  expect((await bed.resource("uuid")).id).toMatch(/^[0-9a-f]{8}-/);
});

it("3. keeps a password secret in state and outputs", async () => {
  const { outputs } = await bed.resource("password");
  expect(Object.keys(outputs?.["result"] as object)).toContain(secretMark);
  expect(Object.keys(outputs?.["bcryptHash"] as object)).toContain(secretMark);
  const { plaintext } = outputs?.["result"] as { plaintext: string };
  const password = JSON.parse(plaintext) as string;
  expect(password).toHaveLength(20);
  const home = new URL(bed.env["PULUMI_BACKEND_URL"] ?? "").pathname;
  const state = await readFile(join(home, ".pulumi", "stacks", "plugins", "test.json"), "utf8");
  expect(state).not.toContain(JSON.stringify(password).slice(1, -1));
  expect((await bed.ok(["stack", "output"])).stdout).toContain("[secret]");
});

it("4. changes nothing the second time, and refresh finds nothing", async () => {
  await bed.up(["--expect-no-changes"]);
  await bed.ok(["refresh", "--yes", "--skip-preview", "--expect-no-changes"]);
  await bed.up(["--expect-no-changes"]);
});

it("5. replaces what has changed inputs or keepers, and nothing else", async () => {
  const before = await bed.resources();
  await bed.program(program(24));
  const { stdout } = await bed.up();
  expect(stdout).toMatch(/2 replaced/);
  const kept = (name: string) => before.find((one) => one.urn.endsWith(`::${name}`))?.id;
  expect((await bed.resource("text")).id).toBe(kept("text"));
  expect((await bed.resource("id")).id).not.toBe(kept("id"));
});

it("6. imports by the documented ids", async () => {
  const flags = ["--yes", "--skip-preview", "--generate-code=false", "--protect=false"];
  await bed.ok(["import", "random:index/randomId:RandomId", "found", "run-,q-3vAA", ...flags]);
  expect((await bed.resource("found")).outputs).toMatchObject({ hex: "run-abedef00", byteLength: 4, prefix: "run-" });
  await bed.ok(["import", "random:index/randomPassword:RandomPassword", "kept", "correct horse", ...flags]);
  const kept = await bed.resource("kept");
  expect([kept.id, kept.inputs?.["length"]]).toEqual(["none", 13]);
});

it("7. refuses, by name, what it does not cover and what does not add up", async () => {
  await bed.program(`import random from "@pulumi/random"; new random.RandomPet("pet", {});`);
  const pet = await bed.run(["preview"]);
  expect(pet.exitCode).not.toBe(0);
  expect(pet.output).toContain("resource type random:index/randomPet:RandomPet is not among what");
  await bed.program(`import random from "@pulumi/random"; new random.RandomString("s", { length: 3, minLower: 4 });`);
  const short = await bed.run(["preview"]);
  expect(short.output).toContain("must be at least 4, the sum of the minimums, got 3");
});

it("8. destroys to an empty state", async () => {
  await bed.ok(["destroy", "--yes", "--skip-preview"]);
  expect(await bed.resources()).toEqual([]);
});
