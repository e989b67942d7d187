import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Engine } from "../engine/endpoint.ts";
import { Failure } from "../failure.ts";
import { lastLines, lines } from "../../local/process/run.ts";
import { findOnPath } from "../../local/host/find-on-path.ts";
import type { Site } from "../toolchain/index.ts";
import type { Progress } from "../toolchain/part.ts";
import { privateCaBundle } from "./ca-bundle.ts";
import type { ImageSource } from "./content-tag.ts";
import { contextArchive } from "./context-archive.ts";

/** Debian's client: it has BuildKit without a plugin, which newer clients earlier on PATH may lack. */
const debianClient = "/usr/bin/docker";

/** Builds an image with BuildKit under `name`, from exactly the files that its tag was computed from. */
export async function buildImage(
  engine: Engine,
  source: ImageSource,
  image: { readonly name: string; readonly buildArgs: Readonly<Record<string, string>> },
  site: Site,
  progress: Progress,
): Promise<void> {
  const client = existsSync(debianClient) ? debianClient : findOnPath("docker", site.env["PATH"]);
  if (client === undefined) {
    throw new Failure({
      what: `the image ${image.name} cannot be built`,
      on: engine.host,
      why: "there is no docker client on this machine",
      todo: "install it (Debian package docker.io, or https://docs.docker.com/engine/install)",
    });
  }
  const ca = privateCaBundle(site.env);
  const buildArgs = Object.entries({ ...source.buildArgs, ...image.buildArgs });
  const args = [
    ...["build", "--network=host", "--progress=plain", "--tag", image.name, "--file", source.dockerfile],
    ...buildArgs.flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
    ...(ca === undefined ? [] : ["--secret", `id=ca,src=${ca}`]),
    "-",
  ];
  const archive = await contextArchive(site.root, source.files);
  const env = { ...site.env, DOCKER_HOST: engine.host, DOCKER_BUILDKIT: "1" };
  const { exitCode, output } = await runBuild(client, args, { env, archive }, progress);
  if (exitCode === 0) return;
  throw new Failure({
    what: `the image ${image.name} could not be built`,
    on: source.dockerfile,
    why: lastLines(output, 15),
    todo: output.includes("no space left")
      ? "free about 20 GB of disk space, then run it again"
      : "read the lines above; package registries must be reachable from this machine",
  });
}

async function runBuild(
  client: string,
  args: readonly string[],
  given: { readonly env: NodeJS.ProcessEnv; readonly archive: Buffer },
  progress: Progress,
): Promise<{ exitCode: number; output: string }> {
  const child = spawn(client, args, { env: given.env, stdio: ["pipe", "pipe", "pipe"] });
  const started = Date.now();
  let output = "";
  let step = "starting";
  const tick = setInterval(() => {
    progress(`building the image: ${Math.round((Date.now() - started) / 1000)} s, ${step}`);
  }, 15_000);
  const onLine = lines((line) => {
    step = /^#\d+ (\[.*\].*)$/.exec(line)?.[1]?.slice(0, 90) ?? step;
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-100_000);
      onLine(text);
    });
  }
  child.stdin.on("error", () => undefined).end(given.archive);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
  clearInterval(tick);
  return { exitCode, output };
}
