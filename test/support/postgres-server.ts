import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { locate } from "../../cli/context.ts";
import { ensureEngine } from "../../cli/engine/index.ts";
import { ensureImage } from "../../cli/images/index.ts";
import { ownImage } from "../../cli/images/own-image.ts";
import type { LedgerInputs } from "../../components/ledger/args.ts";
import { dockerClient } from "../../local/plugins/docker/client.ts";
import { run } from "../../local/process/run.ts";
import { freePort } from "../../local/process/free-port.ts";

const USER = 10_001;

/** A real Postgres from the project's own image, on a port of this machine. */
export interface PostgresServer {
  readonly port: number;
  /** A new, empty database, as a ledger is linked to it. */
  database(name: string): Promise<LedgerInputs>;
  stop(): Promise<void>;
  /** Again after a stop, with its data. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

export async function startPostgres(): Promise<PostgresServer> {
  const site = { ...locate(new URL("../../", import.meta.url).pathname, process.env), env: process.env };
  const engine = await ensureEngine(site, () => undefined);
  const image = (await ensureImage(engine, ownImage(site, "postgres"), site, () => undefined)).name;
  const env = { ...process.env, DOCKER_HOST: engine.host };
  const docker = async (...words: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await run(dockerClient(env) ?? "docker", words, { env });
    if (exitCode !== 0) throw new Error(`docker ${words[0] ?? ""}: ${stderr}`);
    return stdout + stderr;
  };
  const name = `ty-ledger-${randomBytes(4).toString("hex")}`;
  const folder = await mkdtemp(join(tmpdir(), "ty-ledger-"));
  const password = `SENTINEL${randomBytes(12).toString("hex")}`;
  await mkdir(join(folder, "data"));
  await chmod(folder, 0o755);
  await chown(join(folder, "data"), USER, USER);
  await writeFile(join(folder, "password"), password, { mode: 0o644 });
  const port = await freePort();
  const rights = ["--network=host", "--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges"];
  const mounts = ["-v", `${join(folder, "data")}:/data`, "-v", `${join(folder, "password")}:/run/password:ro`];
  const variables = ["-e", "POSTGRES_PASSWORD_FILE=/run/password"];
  const settings = ["-c", "listen_addresses=127.0.0.1", "-c", `port=${port}`];
  await docker("create", "--name", name, ...rights, ...mounts, ...variables, image, ...settings);
  const access = { host: "127.0.0.1", port, user: "postgres", password };
  const made: PostgresServer = {
    port,
    database: async (database) => {
      const client = new Client({ ...access, database: "postgres" });
      await client.connect();
      await client.query(`CREATE DATABASE ${database}`);
      await client.end();
      return { controlUrl: `postgres://127.0.0.1:${port}`, database, username: "postgres", password };
    },
    stop: async () => {
      await docker("stop", "--time", "30", name);
    },
    start: async () => {
      await docker("start", name);
      await untilUp(access);
    },
    remove: async () => {
      await docker("rm", "--force", name);
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await made.start();
  } catch (error) {
    const told = await docker("logs", "--tail", "30", name);
    await made.remove();
    throw new Error(`Postgres did not start:\n${told}`, { cause: error });
  }
  return made;
}

async function untilUp(access: object): Promise<void> {
  for (const end = Date.now() + 120_000; Date.now() < end;) {
    const client = new Client({ ...access, database: "postgres", connectionTimeoutMillis: 5_000 });
    client.on("error", () => undefined);
    const up = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("nothing answers");
}
