import { randomBytes } from "node:crypto";
import { chown, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { locate } from "../../cli/context.ts";
import { ensureEngine, type Engine } from "../../cli/engine/index.ts";
import { ensureImage } from "../../cli/images/index.ts";
import { ownImage } from "../../cli/images/own-image.ts";
import { dockerClient } from "../../local/plugins/docker/client.ts";
import { run, type RunResult } from "../../local/process/run.ts";

const site = { ...locate(new URL("../../", import.meta.url).pathname, process.env), env: process.env };
const restricted = ["--network=none", "--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges"];
const soon = { timeout: 60_000, interval: 200 };
let engine: Engine;
let image: string;
let folder: string;
let name: string;

beforeAll(async () => {
  engine = await ensureEngine(site, () => undefined);
  image = (await ensureImage(engine, ownImage(site, "postgres"), site, () => undefined)).name;
}, 600_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ty-postgres-"));
  name = `ty-postgres-${randomBytes(4).toString("hex")}`;
  await mkdir(join(folder, "data"));
  await chown(join(folder, "data"), 10001, 10001);
  await writeFile(join(folder, "password"), "SENTINEL\n", { mode: 0o644 });
});
afterEach(async () => {
  await docker(["rm", "--force", name]);
  await rm(folder, { recursive: true, force: true });
});

async function docker(args: readonly string[]): Promise<RunResult> {
  const env = { ...process.env, DOCKER_HOST: engine.host };
  return run(dockerClient(env) ?? "docker", args, { env });
}

async function start(...env: readonly string[]): Promise<void> {
  const mounts = ["-v", `${join(folder, "data")}:/data`, "-v", `${join(folder, "password")}:/run/password:ro`];
  const variables = ["POSTGRES_PASSWORD_FILE=/run/password", ...env].flatMap((variable) => ["-e", variable]);
  const started = await docker(["run", "--detach", "--name", name, ...restricted, ...mounts, ...variables, image]);
  expect(started.exitCode, started.stderr).toBe(0);
}

const answers = async () => (await docker(["exec", name, "pg_isready", "-q", "-h", "127.0.0.1"])).exitCode;
const ask = async (sql: string, password = "SENTINEL", database = "postgres") =>
  docker([
    "exec",
    "-e",
    `PGPASSWORD=${password}`,
    name,
    "psql",
    "-h127.0.0.1",
    "-Upostgres",
    `-d${database}`,
    "-Atc",
    sql,
  ]);
const logs = async () => {
  const { stdout, stderr } = await docker(["logs", name]);
  return stdout + stderr;
};
const state = async () =>
  (await docker(["inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", name])).stdout.trim();

it("makes its database once, asks everybody for the password, and keeps the data over a restart", async () => {
  await start("POSTGRES_DB=tracking");
  await expect.poll(answers, soon).toBe(0);
  expect((await ask("create table kept as select 42 as n", "SENTINEL", "tracking")).exitCode).toBe(0);
  expect((await ask("select 1", "wrong")).stderr).toContain("password authentication failed");
  expect((await ask("show password_encryption; show data_checksums; show listen_addresses")).stdout).toBe(
    "scram-sha-256\non\n*\n",
  );
  const stopped = await docker(["stop", "--time=60", name]);
  expect([stopped.exitCode, await state()]).toEqual([0, "exited 0"]);
  await docker(["start", name]);
  await expect.poll(answers, soon).toBe(0);
  expect((await ask("select n from kept", "SENTINEL", "tracking")).stdout.trim()).toBe("42");
  expect(await logs()).not.toContain("SENTINEL");
});

it("begins again after a first start that was killed, with nothing left of it", async () => {
  await start();
  await expect
    .poll(() => readdir(join(folder, "data")), { timeout: 30_000, interval: 10 })
    .toContain("postgres.unfinished");
  await docker(["kill", name]);
  expect(await readdir(join(folder, "data"))).not.toContain("postgres");
  await docker(["rm", "--force", name]);
  await start();
  await expect.poll(answers, soon).toBe(0);
  expect(await readdir(join(folder, "data"))).toEqual(["postgres"]);
});

it("refuses a folder that holds files and no database", async () => {
  await mkdir(join(folder, "data", "postgres"));
  await writeFile(join(folder, "data", "postgres", "photo.jpg"), "x");
  await start();
  await expect.poll(state, soon).toBe("exited 1");
  expect(await logs()).toContain("/data/postgres holds files but no database");
  expect(await readdir(join(folder, "data", "postgres"))).toEqual(["photo.jpg"]);
});

it("refuses a first start without a password", async () => {
  await writeFile(join(folder, "password"), "");
  await start();
  await expect.poll(state, soon).toBe("exited 1");
  expect(await logs()).toContain("needs POSTGRES_PASSWORD_FILE or POSTGRES_PASSWORD");
  expect(await readdir(join(folder, "data"))).toEqual([]);
});
