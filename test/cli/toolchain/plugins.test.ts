import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { placePlugins, pluginParts, pluginPlaces, removePlugins, standIns } from "../../../cli/toolchain/plugins.ts";

const root = resolve(import.meta.dirname, "../../..");
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "ty-plugins-"));
});
afterEach(() => rm(home, { recursive: true }));

const placeOf = async (name: string) => {
  const place = (await pluginPlaces(root, home)).find((one) => one.name === name);
  if (place === undefined) throw new Error(`no package @pulumi/${name}`);
  return place;
};

it("lays each stand-in out under the exact version of the lock file, executable", async () => {
  await placePlugins(root, home);
  const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { version: string }>;
  };
  for (const name of standIns) {
    const version = lock.packages[`node_modules/@pulumi/${name}`]?.version ?? "";
    const file = join(home, "plugins", `resource-${name}-v${version}`, `pulumi-resource-${name}`);
    expect((await stat(file)).mode & 0o777).toBe(0o755);
  }
  const parts = await pluginParts(root, home, true);
  const shown = parts.filter((part) => part.kind === "stand-in").map((part) => part.part);
  expect(shown.sort()).toEqual(standIns.map((name) => `plugin ${name}`).sort());
});

it("brings an old launcher up to date", async () => {
  const { executable } = await placeOf("random");
  await mkdir(dirname(executable), { recursive: true });
  await writeFile(executable, "#!/bin/sh\n# Trainyard's stand-in, of old\n");
  await placePlugins(root, home);
  expect(await readFile(executable, "utf8")).toContain("local/plugins/main.ts");
});

it("leaves an official plugin where it is", async () => {
  const { executable } = await placeOf("random");
  await mkdir(dirname(executable), { recursive: true });
  await writeFile(executable, "\x7fELF official");
  await placePlugins(root, home);
  await removePlugins(root, home);
  expect(await readFile(executable, "latin1")).toBe("\x7fELF official");
});

it("takes the stand-ins away for a CLI that can have the official plugins", async () => {
  await placePlugins(root, home);
  await removePlugins(root, home);
  expect(existsSync((await placeOf("random")).folder)).toBe(false);
});
