import { existsSync } from "node:fs";
import { join } from "node:path";
import { clusterParts } from "./cluster.ts";
import { baseImage, hasImage } from "./engine/base-image.ts";
import { type Engine, findEngine, rightToEngine } from "./engine/endpoint.ts";
import { systemPath } from "../local/host/packages.ts";
import { Failure } from "./failure.ts";
import { trainerSource } from "./images/index.ts";
import { localStatus, runningEngine } from "./local.ts";
import { lastPort } from "../local/runpod/daemon/endpoint.ts";
import { run } from "../local/process/run.ts";
import { findOnPath } from "../local/host/find-on-path.ts";
import { diskPart, nodePart, portPart, programPart } from "./toolchain/host-parts.ts";
import { findPulumi, type Site, toolchainParts } from "./toolchain/index.ts";
import type { Part } from "./toolchain/part.ts";
import { pluginParts } from "./toolchain/plugins.ts";
import { pinnedPulumi } from "./toolchain/pulumi-release.ts";

/** Looks at every part that `./yard` works with; installs and starts nothing. */
export async function examine(site: Site, stack: string): Promise<Part[]> {
  const engine = await runningEngine(site);
  return [
    nodePart(),
    await programPart(site, "npm", ["--version"], "needed when package-lock.json changes: install Node.js with npm"),
    await programPart(
      site,
      "go",
      ["version"],
      "builds the Pulumi CLI where it cannot be downloaded: https://go.dev/dl",
    ),
    ...(await pulumiParts(site)),
    await enginePart(site, engine),
    await builderPart(site),
    ...(await imageParts(site, engine)),
    ...(await clusterParts(site, stack)),
    await diskPart(site),
    ...(await emulatorParts(site)),
    ...accountParts(site),
  ];
}

async function pulumiParts(site: Site): Promise<Part[]> {
  const found = await findPulumi(site);
  const pulumiHome = site.env["PULUMI_HOME"] || join(site.home, "pulumi");
  const plugins = await pluginParts(site.root, pulumiHome, found?.kind === "source");
  if (found !== undefined) return [...toolchainParts(found), ...plugins];
  const problem = `./yard up downloads version ${pinnedPulumi}, or builds it (Go >= 1.26, about 3 minutes)`;
  const missing = { part: "pulumi", version: undefined, kind: "official", where: undefined, problem } as const;
  return [{ ...missing, optional: true }, ...plugins];
}

async function enginePart(site: Site, engine: Engine | undefined): Promise<Part> {
  if (engine !== undefined) {
    return {
      part: "docker engine",
      version: engine.version,
      kind: "official",
      where: `${engine.host} (${engine.origin})`,
    };
  }
  const dockerd = findOnPath("dockerd", systemPath(site.env));
  const root = process.platform === "linux" && process.getuid?.() === 0;
  const problem = root
    ? `none runs; ./yard up ${dockerd === undefined ? "installs the Debian package docker.io and starts" : "starts"} one`
    : await whyNoEngine(site);
  return { part: "docker engine", version: undefined, kind: "official", where: dockerd, problem, optional: root };
}

/** For a user who cannot have an engine of our own. */
async function whyNoEngine(site: Site): Promise<string> {
  const found = await findEngine(site.env);
  const right = "refused" in found ? rightToEngine(found.refused) : undefined;
  return right === undefined
    ? "none runs: start Docker, or set DOCKER_HOST, or run as root on Linux"
    : `this user may not use the one that runs: ${right}`;
}

async function builderPart(site: Site): Promise<Part> {
  const where = existsSync("/usr/bin/docker") ? "/usr/bin/docker" : findOnPath("docker", site.env["PATH"]);
  if (where === undefined) {
    const problem = "no docker client: install the Debian package docker.io (./yard up does so as root)";
    return { part: "image builder", version: undefined, kind: "official", where, problem, optional: true };
  }
  const said = await run(where, ["--version"], { env: site.env, timeoutSeconds: 20 });
  return { part: "image builder", version: /\d+\.\d+\.\d+/.exec(said.stdout)?.[0], kind: "official", where };
}

async function imageParts(site: Site, engine: Engine | undefined): Promise<Part[]> {
  const trainer = await trainerSource(site).catch((error: unknown) => {
    if (error instanceof Failure) return error;
    throw error;
  });
  if (trainer instanceof Failure) {
    const problem = `${trainer.message}; ${trainer.text.todo}`;
    return [{ part: "trainer image", version: undefined, kind: "source", where: undefined, problem }];
  }
  const standIn = existsSync(join(site.cache, `base-bookworm-${process.arch}.tar`));
  const wanted = [
    { part: "base image", name: baseImage, version: "bookworm", kind: standIn ? "stand-in" : "official" },
    { part: "trainer image", name: trainer.name, version: trainer.tag, kind: "source" },
  ] as const;
  return Promise.all(
    wanted.map(async ({ name, version, ...part }): Promise<Part> => {
      if (engine !== undefined && (await hasImage(engine, name))) return { ...part, version, where: name };
      const problem = `${engine === undefined ? "no engine to ask" : "not there yet"}; ./yard up makes it`;
      return { ...part, version: undefined, where: name, problem, optional: true };
    }),
  );
}

async function emulatorParts(site: Site): Promise<Part[]> {
  const { runpod } = await localStatus(site);
  const emulator: Part =
    runpod === undefined
      ? {
          part: "emulated RunPod",
          version: undefined,
          kind: "stand-in",
          where: undefined,
          problem: "not running; ./yard local up starts it",
          optional: true,
        }
      : { part: "emulated RunPod", version: `process ${runpod.pid}`, kind: "stand-in", where: runpod.apiUrl };
  return [emulator, await portPart(await lastPort(join(site.home, "local", "runpod")), runpod !== undefined)];
}

/** Whether keys of a real account are there; their values are not looked at. */
function accountParts(site: Site): Part[] {
  return ["RUNPOD_API_KEY", "RUNPOD_S3_ACCESS_KEY", "RUNPOD_S3_SECRET_KEY"].map((name) => {
    const part = { part: name, kind: "official", where: "environment" } as const;
    if (site.env[name]) return { ...part, version: "set" };
    const problem = "not set; only a real account needs it (or the stack's configuration secret)";
    return { ...part, version: undefined, problem, optional: true };
  });
}
