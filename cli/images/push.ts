import { dockerClient } from "../../local/plugins/docker/client.ts";
import { push, repositoryOf } from "../../local/plugins/docker/push.ts";
import { lastLines } from "../../local/process/run.ts";
import type { Engine } from "../engine/endpoint.ts";
import { Failure } from "../failure.ts";
import type { Progress } from "../toolchain/part.ts";

/** Pushes an image of the engine to `registry` under the same name and tag; answers with the reference to pull. */
export async function pushImage(engine: Engine, name: string, registry: string, progress: Progress): Promise<string> {
  const reference = `${registry.replace(/\/+$/, "")}/${name}`;
  const repo = repositoryOf(reference);
  await engine.docker.getImage(name).tag({ repo, tag: reference.slice(repo.length + 1) });
  progress(`pushing ${reference}`);
  const env = { ...process.env, DOCKER_HOST: engine.host }; // with the credentials of `docker login`
  const client = { command: dockerClient(env) ?? "docker", env };
  const { exitCode, output } = await push(client, reference, progress);
  if (exitCode === 0) return reference;
  throw new Failure({
    what: "the trainer image could not be pushed",
    on: reference,
    why: lastLines(output, 6),
    todo: `log in to the registry (docker login ${registry.split("/")[0] ?? registry}), or set trainyard:trainerImage to an image that RunPod can pull`,
  });
}
