import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { publishOnce } from "../../local/cache/publish.ts";
import { Failure } from "../failure.ts";
import { lastLines, run, runOrFail } from "../../local/process/run.ts";
import type { Site } from "../toolchain/index.ts";
import type { Progress } from "../toolchain/part.ts";
import type { Engine } from "./endpoint.ts";
import { insteadOfPackages } from "./private.ts";
import { ensurePackages, systemPath } from "../../local/host/packages.ts";

/** The image that our Dockerfiles start from. */
export const baseImage = "debian:bookworm-slim";

const suite = "bookworm";
const pullSeconds = 300;

/** True when the engine has an image of this name. */
export async function hasImage(engine: Engine, name: string): Promise<boolean> {
  try {
    await engine.docker.getImage(name).inspect();
    return true;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return false;
    throw error;
  }
}

/** Makes sure of the base image: in the engine, else from Docker Hub, else made from Debian packages and kept. */
export async function ensureBaseImage(
  engine: Engine,
  site: Site,
  progress: Progress,
): Promise<"official" | "stand-in"> {
  if (await hasImage(engine, baseImage)) return existsSync(archiveOf(site)) ? "stand-in" : "official";
  const refused = await pullImage(engine, baseImage);
  if (refused === undefined) return "official";
  progress(`no ${baseImage} from Docker Hub (${refused}); making one from Debian packages`);
  const archive = archiveOf(site);
  await publishOnce(archive, (aside) => bootstrap(site, aside, progress), {
    onWait: (holder) => progress(`waiting for process ${holder}, which makes the base image`),
  });
  await followed(engine, await engine.docker.importImage(archive, { repo: "debian", tag: "bookworm-slim" }));
  return "stand-in";
}

function archiveOf(site: Site): string {
  return join(site.cache, `base-${suite}-${process.arch}.tar`);
}

/** Why the image could not be pulled, or undefined when it was. */
export async function pullImage(engine: Engine, name: string): Promise<string | undefined> {
  try {
    const stream = await engine.docker.pull(name, { abortSignal: AbortSignal.timeout(pullSeconds * 1000) });
    await followed(engine, stream);
    return undefined;
  } catch (error) {
    return lastLines((error as Error).message, 1).slice(0, 160);
  }
}

const failed = z.looseObject({ error: z.string() });

/** Waits for the end of what the engine tells of its work. Throws what went wrong after its answer had begun: it says so in a line. */
async function followed(engine: Engine, stream: NodeJS.ReadableStream): Promise<void> {
  const lines = await new Promise<readonly unknown[]>((resolve, reject) => {
    engine.docker.modem.followProgress(stream, (error, output) => (error === null ? resolve(output) : reject(error)));
  });
  for (const line of lines) {
    const { error } = failed.safeParse(line).data ?? {};
    if (error !== undefined) throw new Error(error);
  }
}

async function bootstrap(site: Site, aside: string, progress: Progress): Promise<void> {
  const fail = (why: string) =>
    new Failure({
      what: `the base image ${baseImage} can be had in no way`,
      on: "Docker Hub and the Debian mirror",
      why,
      todo: `make one of them reachable, or load the image by hand: docker pull ${baseImage}`,
    });
  if (process.platform !== "linux" || process.getuid?.() !== 0) throw fail("debootstrap needs root on Linux");
  await ensurePackages({ debootstrap: "debootstrap" }, site.env, progress, insteadOfPackages);
  const tree = `${aside}.tree`;
  const env = { ...site.env, PATH: systemPath(site.env) };
  try {
    await rm(tree, { recursive: true, force: true });
    const args = ["--variant=minbase", "--include=ca-certificates", suite, tree];
    const made = await run("debootstrap", args, { env });
    if (made.exitCode !== 0) throw fail(lastLines(`${made.stdout}\n${made.stderr}`, 6));
    await rm(join(tree, "var", "cache", "apt", "archives"), { recursive: true, force: true });
    await runOrFail("the base image could not be packed", "free some disk space", "tar", [
      "-C",
      tree,
      "-cf",
      `${aside}.tar`,
      ".",
    ]);
    await rename(`${aside}.tar`, aside);
  } finally {
    await rm(tree, { recursive: true, force: true });
  }
}
