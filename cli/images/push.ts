import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Engine } from "../engine/endpoint.ts";
import { Failure } from "../failure.ts";
import { lastLines, lines } from "../../local/process/run.ts";
import type { Progress } from "../toolchain/part.ts";

/** Debian's client, else the one on PATH; it reads the credentials of `docker login`. */
const client = existsSync("/usr/bin/docker") ? "/usr/bin/docker" : "docker";

/** Pushes an image of the engine to `registry` under the same name and tag; answers with the reference to pull. */
export async function pushImage(engine: Engine, name: string, registry: string, progress: Progress): Promise<string> {
  const reference = `${registry.replace(/\/+$/, "")}/${name}`;
  const [repo, tag] = [reference.slice(0, reference.lastIndexOf(":")), reference.slice(reference.lastIndexOf(":") + 1)];
  await engine.docker.getImage(name).tag({ repo, tag });
  progress(`pushing ${reference}`);
  const { exitCode, said } = await push(engine, reference, progress);
  if (exitCode === 0) return reference;
  throw new Failure({
    what: "the trainer image could not be pushed",
    on: reference,
    why: lastLines(said, 6),
    todo: `log in to the registry (docker login ${registry.split("/")[0] ?? registry}), or set trainyard:trainerImage to an image that RunPod can pull`,
  });
}

function push(engine: Engine, reference: string, progress: Progress): Promise<{ exitCode: number; said: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, DOCKER_HOST: engine.host };
    const child = spawn(client, ["push", reference], { env, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    const onLine = lines(progress);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        onLine(text);
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ exitCode: code ?? 1, said }));
  });
}
