import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import type { LedgerInputs } from "../../components/ledger/args.ts";
import { freePort } from "../../local/process/free-port.ts";
import { ownContainer, rights, startOrTell } from "./own-container.ts";

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
  const container = await ownContainer("postgres", "ledger");
  const { image, name, folder, docker, remove } = container;
  const password = `SENTINEL${randomBytes(12).toString("hex")}`;
  await writeFile(join(folder, "password"), password, { mode: 0o644 });
  const port = await freePort();
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
    remove,
  };
  await startOrTell(container, "Postgres", () => made.start());
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
