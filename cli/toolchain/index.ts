import { existsSync } from "node:fs";
import { link, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { publishOnce } from "../../local/cache/publish.ts";
import type { Environment, Locations } from "../context.ts";
import { refuseAutomaticLogs } from "./automatic-logs.ts";
import { compileCache } from "./compile-cache.ts";
import { fetchRelease, releaseSite, unpackRelease } from "./download.ts";
import { nodeOptions } from "./node-options.ts";
import { pulumiOnPath } from "./on-path.ts";
import type { Part, Progress } from "./part.ts";
import { placePlugins, removePlugins } from "./plugins.ts";
import { pinnedPulumi, pulumiCache, type PulumiHome, releasePlatform } from "./pulumi-release.ts";
import { buildPulumi, placeLaunchers, sourceBuildKey } from "./source-build.ts";

/** What the Pulumi CLI needs to run here. */
export interface Toolchain {
  /** Variables to lay over the environment of every `pulumi` process. */
  readonly env: Readonly<Record<string, string>>;
  readonly parts: readonly Part[];
}

/** Folders and environment that the toolchain is made for. */
export type Site = Locations & { readonly env: Environment };

/**
 * Makes sure of a Pulumi CLI with language host and dynamic provider: from PATH, else the official download, else built
 * from source with the stand-in host. Also of the file backend and the passphrase, unless the user chose otherwise.
 */
export async function ensureToolchain(site: Site, progress: Progress): Promise<Toolchain> {
  const home = await ensurePulumi(site, progress);
  const backend = await backendVariables(site);
  const pulumiHome = site.env["PULUMI_HOME"] || join(site.home, "pulumi");
  if (!site.env["PULUMI_HOME"]) {
    await linkVersion(pulumiHome, home);
    await refuseAutomaticLogs(pulumiHome, site.env);
  }
  if (home.kind === "source") await placePlugins(site.root, pulumiHome);
  else await removePlugins(site.root, pulumiHome);
  return {
    env: {
      PATH: [dirname(process.execPath), home.bin, site.env["PATH"] ?? ""].join(delimiter),
      PULUMI_HOME: pulumiHome,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      ...(home.kind === "source" ? { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" } : {}),
      NODE_COMPILE_CACHE: site.env["NODE_COMPILE_CACHE"] ?? compileCache(site.cache),
      NODE_OPTIONS: nodeOptions(site.root, site.env["NODE_OPTIONS"]),
      TRAINYARD_ROOT: site.root,
      TRAINYARD_HOME: site.home,
      ...backend,
    },
    parts: toolchainParts(home),
  };
}

/** The CLI as it is now, if there is one: on PATH, or downloaded or built by an earlier run. */
export async function findPulumi(site: Site): Promise<PulumiHome | undefined> {
  const onPath = await pulumiOnPath(site.env);
  if ("bin" in onPath) return onPath;
  const { official, built } = await pulumiFolders(site);
  return [official, built].find(({ bin }) => existsSync(bin));
}

/** The CLI and what goes with it, found or made. */
export async function ensurePulumi(site: Site, progress: Progress): Promise<PulumiHome> {
  const found = await findPulumi(site);
  if (found !== undefined) return found;
  const { official, built } = await pulumiFolders(site);
  const platform = releasePlatform();
  await mkdir(pulumiCache(site), { recursive: true });
  if (platform !== undefined && (await downloadTo(dirname(official.bin), platform, progress))) return official;
  progress(`building the Pulumi CLI ${pinnedPulumi} from source, once; about 6 minutes on 2 cores`);
  const make = async (aside: string) => {
    await buildPulumi(site.root, join(aside, "bin"), site.env, progress);
    await placeLaunchers(join(aside, "bin"), launcherFiles(site.root));
  };
  await publishOnce(dirname(built.bin), make, {
    onWait: (holder) => progress(`waiting for process ${holder}, which builds the Pulumi CLI`),
  });
  return built;
}

/** Where a downloaded and a built CLI lie, or would lie, in the cache. */
async function pulumiFolders(site: Site): Promise<{ official: PulumiHome; built: PulumiHome }> {
  const folder = pulumiCache(site);
  const key = await sourceBuildKey(site.root, launcherFiles(site.root));
  const official = join(folder, `${pinnedPulumi}-official-${releasePlatform() ?? "none"}`, "bin");
  return {
    official: { bin: official, kind: "official", version: pinnedPulumi },
    built: { bin: join(folder, key, "bin"), kind: "source", version: pinnedPulumi },
  };
}

async function downloadTo(target: string, platform: string, progress: Progress): Promise<boolean> {
  const release = await fetchRelease(releaseSite(platform));
  if ("refused" in release) {
    progress(`no official Pulumi CLI: ${release.refused}`);
    return false;
  }
  await publishOnce(target, (aside) => unpackRelease(release.archive, aside));
  return true;
}

function launcherFiles(root: string): Record<string, string> {
  const names = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];
  return Object.fromEntries(names.map((name) => [name, join(root, "local", "plugins", name)]));
}

/** `$PULUMI_HOME/versions/<version>` as Pulumi's own installers lay it out, for tools that look there. */
async function linkVersion(pulumiHome: string, home: PulumiHome): Promise<void> {
  const link = join(pulumiHome, "versions", home.version);
  await mkdir(dirname(link), { recursive: true });
  const aside = `${link}.aside-${process.pid}`;
  await symlink(dirname(home.bin), aside);
  await rename(aside, link).catch(async (error: unknown) => {
    await rm(aside, { force: true });
    if (!existsSync(link)) throw error; // a real folder stands there: the user's own installation
  });
}

/** Backend and passphrase of this clone, each only where the user has set none. */
async function backendVariables(site: Site): Promise<Record<string, string>> {
  const variables: Record<string, string> = {};
  if (!site.env["PULUMI_BACKEND_URL"]) {
    const state = join(site.home, "state");
    await mkdir(state, { recursive: true });
    variables["PULUMI_BACKEND_URL"] = pathToFileURL(state).href;
  }
  if (site.env["PULUMI_CONFIG_PASSPHRASE"] === undefined && !site.env["PULUMI_CONFIG_PASSPHRASE_FILE"]) {
    variables["PULUMI_CONFIG_PASSPHRASE_FILE"] = await passphraseFile(site.home);
  }
  return variables;
}

/** The generated passphrase: made once, readable by its owner only. */
async function passphraseFile(home: string): Promise<string> {
  const file = join(home, "passphrase");
  if (existsSync(file)) return file;
  await mkdir(home, { recursive: true });
  const aside = `${file}.aside-${process.pid}`;
  await writeFile(aside, randomBytes(24).toString("base64url"), { mode: 0o600 });
  await link(aside, file).catch((error: unknown) => {
    if (!existsSync(file)) throw error; // else another run was first, and its passphrase holds
  });
  await rm(aside);
  return file;
}

/** The parts of a CLI folder, for `./yard doctor`. */
export function toolchainParts(home: PulumiHome): Part[] {
  const kind = home.kind === "official" ? "official" : "stand-in";
  const beside = (name: string) => join(home.bin, name);
  return [
    { part: "pulumi", version: home.version, kind: home.kind, where: beside("pulumi") },
    { part: "language host", version: home.version, kind, where: beside("pulumi-language-nodejs") },
    { part: "dynamic provider", version: home.version, kind, where: beside("pulumi-resource-pulumi-nodejs") },
  ];
}
