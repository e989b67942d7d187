import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Part } from "./part.ts";

/** The packages whose plugins `local/plugins` can stand in for. */
export const standIns: readonly string[] = ["docker", "kubernetes", "random"];

/** A resource plugin that the program needs, as the CLI looks for it. */
export interface PluginPlace {
  /** `kubernetes`. */
  readonly name: string;
  /** Of the npm package, exactly: the CLI takes no other. */
  readonly version: string;
  readonly folder: string;
  readonly executable: string;
}

/** The resource plugins behind the npm packages of the lock file, each with its place in `pulumiHome`. */
export async function pluginPlaces(root: string, pulumiHome: string): Promise<PluginPlace[]> {
  const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, { readonly version?: string }>>;
  };
  const places: PluginPlace[] = [];
  for (const [path, { version = "" }] of Object.entries(lock.packages)) {
    const file = join(root, path, "package.json");
    if (!/^node_modules\/@pulumi\/[^/]+$/.test(path) || !existsSync(file)) continue;
    const { pulumi } = JSON.parse(await readFile(file, "utf8")) as {
      pulumi?: { readonly resource?: boolean; readonly name?: string };
    };
    if (pulumi?.resource !== true) continue;
    const name = pulumi.name ?? path.slice("node_modules/@pulumi/".length);
    const folder = join(pulumiHome, "plugins", `resource-${name}-v${version}`);
    places.push({ name, version, folder, executable: join(folder, `pulumi-resource-${name}`) });
  }
  return places;
}

/** Lays the stand-ins out where the CLI looks for plugins; never over one that somebody else has put there. */
export async function placePlugins(root: string, pulumiHome: string): Promise<void> {
  const launcher = await readFile(join(root, "local", "plugins", "pulumi-resource"), "utf8");
  for (const { name, folder, executable } of await pluginPlaces(root, pulumiHome)) {
    const placed = await holder(executable);
    if (!standIns.includes(name) || placed === "official") continue;
    if (placed === "stand-in" && (await readFile(executable, "utf8")) === launcher) continue;
    await mkdir(folder, { recursive: true });
    const aside = `${executable}.aside-${process.pid}`;
    await writeFile(aside, launcher);
    await chmod(aside, 0o755);
    await rename(aside, executable);
  }
}

/** Takes the stand-ins away again, so that a CLI that can have the official plugins gets them. */
export async function removePlugins(root: string, pulumiHome: string): Promise<void> {
  for (const { folder, executable } of await pluginPlaces(root, pulumiHome)) {
    if ((await holder(executable)) === "stand-in") await rm(folder, { recursive: true, force: true });
  }
}

/** Whose plugin lies there. */
async function holder(executable: string): Promise<"official" | "stand-in" | undefined> {
  if (!existsSync(executable)) return undefined;
  const head = (await readFile(executable)).subarray(0, 400).toString("latin1");
  return /^#!.*sh\n# Trainyard's stand-in/.test(head) ? "stand-in" : "official";
}

/** The resource plugins, for `./yard doctor`. `fromSource`: the CLI is the one that is built here. */
export async function pluginParts(root: string, pulumiHome: string, fromSource: boolean): Promise<Part[]> {
  const places = await pluginPlaces(root, pulumiHome);
  return Promise.all(
    places.map(async ({ name, version, folder, executable }): Promise<Part> => {
      const placed = await holder(executable);
      const part = { part: `plugin ${name}`, version, kind: placed ?? "official" } as const;
      if (placed !== undefined) return { ...part, where: folder };
      if (fromSource && standIns.includes(name)) {
        const problem = "./yard up lays it out";
        return { ...part, kind: "stand-in", where: undefined, problem, optional: true };
      }
      const problem = `pulumi plugin install resource ${name} ${version}; the CLI does so itself where it may`;
      return { ...part, where: undefined, problem, optional: !fromSource };
    }),
  );
}
