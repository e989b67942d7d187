import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../host/environment.ts";
import type { Credentials } from "./credentials.ts";

const dockerHub = "https://index.docker.io/v1/";

/**
 * Runs `work` with an environment in which the docker client knows these credentials besides those of `docker login`. They
 * stand in a folder that only this user can read, for as long as it lasts. Without any, the environment is as it was.
 */
export async function withLogin<Result>(
  credentials: readonly Credentials[],
  env: Environment,
  work: (env: Environment) => Promise<Result>,
): Promise<Result> {
  if (credentials.length === 0) return work(env);
  const folder = await mkdtemp(join(tmpdir(), "docker-login-"));
  try {
    const config = withAuths(await ownConfig(env), credentials);
    await writeFile(join(folder, "config.json"), JSON.stringify(config), { mode: 0o600 });
    return await work({ ...env, DOCKER_CONFIG: folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The client's configuration with these logins on top. A store or a helper for the same registry would hide them, and is left out. */
export function withAuths(config: Readonly<Record<string, unknown>>, credentials: readonly Credentials[]): object {
  const { credsStore: _store, credHelpers, auths, ...rest } = config;
  const added = credentials.map(({ server, username, password }) => {
    const key = /^(index\.)?docker\.io$/.test(server) ? dockerHub : server;
    return [key, { auth: Buffer.from(`${username}:${password}`).toString("base64") }] as const;
  });
  const ours = new Set([...added.map(([key]) => key), ...credentials.map(({ server }) => server)]);
  const helpers = Object.entries((credHelpers as object | undefined) ?? {}).filter(([host]) => !ours.has(host));
  return {
    ...rest,
    ...(helpers.length === 0 ? {} : { credHelpers: Object.fromEntries(helpers) }),
    auths: { ...(auths as object | undefined), ...Object.fromEntries(added) },
  };
}

async function ownConfig(env: Environment): Promise<Readonly<Record<string, unknown>>> {
  const folder = env["DOCKER_CONFIG"] ?? join(homedir(), ".docker");
  try {
    return JSON.parse(await readFile(join(folder, "config.json"), "utf8")) as Record<string, unknown>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}
