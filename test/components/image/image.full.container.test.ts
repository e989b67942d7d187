import { cp, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { locate } from "../../../cli/context.ts";
import { ensureEngine, type Engine } from "../../../cli/engine/index.ts";
import { ensureImage } from "../../../cli/images/index.ts";
import { type OwnImage, ownImage } from "../../../cli/images/own-image.ts";
import { PluginBed } from "../../support/plugin-bed.ts";
import { TestRegistry } from "../../support/registry.ts";

const root = resolve(import.meta.dirname, "..", "..", "..");
const site = { ...locate(root, process.env), env: process.env };
const password = "SENTINEL-of-the-registry";
let engine: Engine;
let bed: PluginBed;
let registry: TestRegistry;
let own: OwnImage;

beforeAll(async () => {
  engine = await ensureEngine(site, () => undefined);
  own = await ensureImage(engine, ownImage(site, "postgres"), site, () => undefined);
  registry = await TestRegistry.start(password);
  bed = await PluginBed.open(["@pulumi/docker", "@pulumi/pulumi"]);
  await cp(join(root, "images"), join(bed.folder, "images"), { recursive: true }); // the build context is the project
  await bed.ok(["config", "set", "--secret", "password", password]);
  await bed.program(program());
}, 900_000);
afterAll(async () => {
  for (const image of [own, own.base]) {
    if (image !== undefined) await engine.docker.getImage(`${registry.address}/${image.name}`).remove();
  }
  await registry.stop();
  await bed.close();
});

const program = (override = "undefined"): string => `
  import * as pulumi from "@pulumi/pulumi";
  import { Image } from "${root}/components/image/index.ts";
  import * as docker from "${root}/components/lib/docker.ts";
  const provider = new docker.Provider("engine", { host: process.env["DOCKER_HOST"] });
  const credentials = { username: "${TestRegistry.username}", password: new pulumi.Config().requireSecret("password") };
  const to = { registry: "${registry.address}", credentials };
  const base = new Image("base", { source: "base", ...to }, { providers: [provider] });
  const args = { source: "postgres" as const, base: base.link, override: ${override}, ...to };
  const database = new Image("database", args, { providers: [provider] });
  export const reference = database.link.reference;
  export const tag = database.link.contentTag;
`;

async function outputs(): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await bed.ok(["stack", "output", "--json", "--show-secrets"]);
  return JSON.parse(stdout) as Record<string, string>;
}

it("1. shows in a preview which images there will be, with their tags, and makes none", async () => {
  const { stdout } = await bed.ok(["preview", "--diff"]);
  expect(stdout).toContain(`${registry.address}/${own.name}`);
  expect(stdout).toMatch(new RegExp(`BASE *: "${registry.address}/${own.base?.name ?? ""}"`));
  expect(stdout).not.toContain(password);
  expect(await registry.manifest("trainyard/postgres", own.tag)).toBe(404);
});

it("2. pushes and refers to the digest, from the very steps that ./yard has built", async () => {
  await bed.up();
  const { reference, tag } = await outputs();
  expect(tag).toBe(own.tag);
  expect(reference).toMatch(new RegExp(`^${registry.address}/trainyard/postgres@sha256:[0-9a-f]{64}$`));
  expect(await registry.manifest("trainyard/postgres", reference?.split("@")[1] ?? "")).toBe(200);
  const layers = async (name: string) => (await engine.docker.getImage(name).inspect()).RootFS.Layers;
  expect(await layers(`${registry.address}/${own.name}`)).toEqual(await layers(own.name));
});

it("3. changes and builds nothing the second time", async () => {
  await bed.up(["--expect-no-changes"]);
});

it("4. gives way to an upstream image without building", async () => {
  await bed.program(program('"registry.example/postgres@sha256:00"'));
  const { stdout } = await bed.up();
  expect(stdout).toMatch(/- 1 deleted/);
  expect((await outputs())["reference"]).toBe("registry.example/postgres@sha256:00");
  expect((await bed.resources()).map((one) => one.type)).toEqual(["docker:index/image:Image"]);
});

it("5. is named before anything is made when a part of it is missing", async () => {
  await bed.program(program().replace("base: base.link, ", ""));
  const failed = await bed.run(["preview"]);
  expect(failed.exitCode).not.toBe(0);
  expect(failed.output).toContain("postgres stands on our image base");
  await writeFile(join(bed.folder, "index.ts"), program());
  await bed.ok(["destroy", "--yes", "--skip-preview"]);
});
