import { statfs } from "node:fs/promises";
import { createServer } from "node:net";
import { existsSync, mkdirSync } from "node:fs";
import { run } from "../../local/process/run.ts";
import { findOnPath } from "../../local/host/find-on-path.ts";
import { findGo } from "../../local/host/go-build.ts";
import type { Site } from "./index.ts";
import type { Part } from "./part.ts";
import { compareVersions, parseVersion } from "./version.ts";

/** The Node.js that runs this. */
export function nodePart(): Part {
  const version = parseVersion(process.version);
  const tooOld = version === undefined || compareVersions(version, [22, 18, 0]) < 0;
  const problem = tooOld ? { problem: "Node.js >= 22.18 is needed; start this through ./yard" } : {};
  return { part: "node", version: process.version.slice(1), kind: "official", where: process.execPath, ...problem };
}

/** A program of the host that `./yard` can do without, with what it is for. */
export async function programPart(
  site: Site,
  name: string,
  versionArgs: readonly string[],
  missing: string,
): Promise<Part> {
  const where = name === "go" ? findGo(site.env) : findOnPath(name, site.env["PATH"]);
  if (where === undefined) {
    return { part: name, version: undefined, kind: "official", where, problem: missing, optional: true };
  }
  const said = await run(where, versionArgs, { env: site.env, timeoutSeconds: 20 });
  return { part: name, version: parseVersion(said.stdout)?.join("."), kind: "official", where };
}

/** What images, models and caches of a first run take, in GiB. */
const neededGiB = 25;

/** Free space where the cache lies. */
export async function diskPart(site: Site): Promise<Part> {
  if (!existsSync(site.cache)) mkdirSync(site.cache, { recursive: true });
  const { bavail, bsize } = await statfs(site.cache);
  const freeGiB = Math.floor((bavail * bsize) / 1024 ** 3);
  const part: Part = { part: "disk space", version: `${freeGiB} GiB free`, kind: "official", where: site.cache };
  if (freeGiB >= neededGiB) return part;
  const problem = `a first run takes about ${neededGiB} GiB; free some (./yard images --prune), or set XDG_CACHE_HOME to a larger disk`;
  return { ...part, problem, optional: freeGiB >= 5 };
}

/** Whether a loopback port can be had: `port` (that of the emulated RunPod's last run) or any. */
export async function portPart(port: number | undefined, inUseByUs: boolean): Promise<Part> {
  const name = port === undefined ? "any loopback port" : `127.0.0.1:${port}`;
  const base = { part: "port", kind: "official", where: name } as const;
  if (inUseByUs) return { ...base, version: "used by the emulated RunPod" };
  const code = await new Promise<string | undefined>((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port ?? 0, "127.0.0.1", () => server.close(() => resolve(undefined)));
  });
  if (code === undefined) return { ...base, version: "free" };
  const problem = `it cannot be used (${code}): end the process that has it, or ./yard local reset to use another`;
  return { ...base, version: undefined, problem };
}
