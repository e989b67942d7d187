import { build, type BuildRequest } from "../../local/plugins/docker/build.ts";
import { privateCaBundle } from "../../local/plugins/docker/ca-bundle.ts";
import { dockerClient } from "../../local/plugins/docker/client.ts";
import { lastLines } from "../../local/process/run.ts";
import type { Engine } from "../engine/endpoint.ts";
import { Failure } from "../failure.ts";
import type { Site } from "../toolchain/index.ts";
import type { Progress } from "../toolchain/part.ts";

/** What `./yard` works for, with the signal of ^C where there is one. */
export type Interruptible<Site> = Site & { readonly interrupted?: AbortSignal };

const tickMilliseconds = 15_000;

/** Builds an image with BuildKit, from the project root and with its network. */
export async function buildImage(
  engine: Engine,
  request: Omit<BuildRequest, "context" | "network" | "caBundle">,
  site: Interruptible<Site>,
  progress: Progress,
): Promise<void> {
  const command = dockerClient(site.env);
  if (command === undefined) {
    throw new Failure({
      what: `the image ${request.imageName} cannot be built`,
      on: engine.host,
      why: "there is no docker client on this machine",
      todo: "install it (Debian package docker.io, or https://docs.docker.com/engine/install)",
    });
  }
  const client = { command, cwd: site.root, env: { ...site.env, DOCKER_HOST: engine.host } };
  const whole = { ...request, context: ".", network: "host", caBundle: privateCaBundle(site.env) };
  const { exitCode, output } = await ticking(request.imageName, progress, (onStep) =>
    build(client, whole, onStep, site.interrupted),
  );
  if (exitCode === 0) return;
  const interrupted = site.interrupted?.aborted === true;
  throw new Failure({
    what: `the image ${request.imageName} could not be built`,
    on: request.dockerfile,
    why: interrupted ? "interrupted" : lastLines(output, 40),
    todo: interrupted
      ? "run it again: finished steps are kept"
      : output.includes("no space left")
        ? "free about 20 GB of disk space (./yard images --prune removes old images), then run it again"
        : "read the lines above; package registries must be reachable from this machine",
  });
}

/** Says every 15 seconds at which step the work is. */
async function ticking<Result>(
  imageName: string,
  progress: Progress,
  work: (onStep: (step: string) => void) => Promise<Result>,
): Promise<Result> {
  const started = Date.now();
  let step = "starting";
  const tick = setInterval(() => {
    progress(`building ${imageName}: ${Math.round((Date.now() - started) / 1000)} s, ${step}`);
  }, tickMilliseconds);
  try {
    return await work((line) => {
      step = line.slice(0, 90);
    });
  } finally {
    clearInterval(tick);
  }
}
