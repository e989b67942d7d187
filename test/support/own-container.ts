import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { locate } from "../../cli/context.ts";
import { ensureEngine } from "../../cli/engine/index.ts";
import { ensureImage } from "../../cli/images/index.ts";
import { ownImage } from "../../cli/images/own-image.ts";
import { dockerClient } from "../../local/plugins/docker/client.ts";
import { run } from "../../local/process/run.ts";

/** Of the users in our images. */
const USER = 10_001;

/** What a server of ours may do in a container of a test: listen on this machine, write where it is told. */
export const rights = ["--network=host", "--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges"];

/** A container of one of the project's own images, before it is made. */
export interface OwnContainer {
  readonly image: string;
  readonly name: string;
  /** For what it is given to read; `data` in it is its own to write. */
  readonly folder: string;
  /** Calls the engine and answers with what it said. Throws where it refuses. */
  readonly docker: (...words: string[]) => Promise<string>;
  /** The container and its folder. */
  readonly remove: () => Promise<void>;
}

/** With the image there, built where it was not. `purpose` is in the name. */
export async function ownContainer(system: "mlflow" | "postgres", purpose: string): Promise<OwnContainer> {
  const site = { ...locate(new URL("../../", import.meta.url).pathname, process.env), env: process.env };
  const engine = await ensureEngine(site, () => undefined);
  const image = (await ensureImage(engine, ownImage(site, system), site, () => undefined)).name;
  const env = { ...process.env, DOCKER_HOST: engine.host };
  const docker = async (...words: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await run(dockerClient(env) ?? "docker", words, { env });
    if (exitCode !== 0) throw new Error(`docker ${words[0] ?? ""}: ${stderr}`);
    return stdout + stderr;
  };
  const name = `ty-${purpose}-${randomBytes(4).toString("hex")}`;
  const folder = await mkdtemp(join(tmpdir(), `ty-${purpose}-`));
  await mkdir(join(folder, "data"));
  await chmod(folder, 0o755);
  await chown(join(folder, "data"), USER, USER);
  const remove = async (): Promise<void> => {
    await docker("rm", "--force", name);
    await rm(folder, { recursive: true, force: true });
  };
  return { image, name, folder, docker, remove };
}

/** Starts what was made; where nothing comes up it is removed, and the error has its last words. */
export async function startOrTell(container: OwnContainer, what: string, start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    const told = await container.docker("logs", "--tail", "30", container.name);
    await container.remove();
    throw new Error(`${what} did not start:\n${told}`, { cause: error });
  }
}
