import { spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

const script = new URL("../../images/postgres/start-postgres.sh", import.meta.url).pathname;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ty-start-postgres-"));
  await mkdir(join(folder, "data"));
  await writeFile(join(folder, "data", "PG_VERSION"), "15\n");
  const said = join(folder, "said");
  const postgres = `#!/bin/sh\necho "$*" >>"${said}"\n[ "$1" != --single ] || cat >>"${said}"\n`;
  await writeFile(join(folder, "postgres"), postgres);
  await chmod(join(folder, "postgres"), 0o755);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What the server's program is told, when the image starts over a database that is there. Proves nothing of the server. */
async function started(env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const path = `${folder}:${process.env["PATH"] ?? ""}`;
  const { status, stderr } = spawnSync("sh", [script], {
    env: { PATH: path, PGDATA: join(folder, "data"), ...env },
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
  return (await readFile(join(folder, "said"), "utf8")).trim().split("\n");
}

it("gives the superuser of a database that is there the password of the stack that starts it", async () => {
  await writeFile(join(folder, "password"), "it's new\n");
  const [way, order, server] = await started({ POSTGRES_PASSWORD_FILE: join(folder, "password") });
  expect(way).toMatch(/^--single .* postgres$/);
  expect(order).toBe("ALTER ROLE postgres PASSWORD 'it''s new'");
  expect(server).toMatch(/^-D .* -c listen_addresses=/);
});

it("starts a database that is there without a password as it is", async () => {
  expect(await started({})).toEqual([expect.stringMatching(/^-D /)]);
});
