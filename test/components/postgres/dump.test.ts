import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

const script = new URL("../../../components/postgres/scripts/dump.sh", import.meta.url).pathname;
const soon = { timeout: 20_000, interval: 20 };
let folder: string;
const at = (name: string): string => join(folder, name);

/** A tool of Postgres that only says and does what the test wants. Proves nothing of the tools themselves. */
async function tool(name: string, body: string): Promise<void> {
  await writeFile(
    at(name),
    `#!/bin/sh\nfor word; do case "$word" in --file=*) file=\${word#--file=};; esac; done\n${body}\n`,
  );
  await chmod(at(name), 0o755);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ty-dump-"));
  await mkdir(at("backups"));
  await tool("pg_dumpall", 'echo roles >"$file"');
  await tool("pg_dump", 'echo data >"$file"');
  await tool("psql", `case "$*" in *before-restore*) cat "${at("aside")}";; *) echo orders;; esac`);
  await writeFile(at("aside"), "");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function dump(): Promise<{ code: number | null; told: string }> {
  const path = `${folder}:${process.env["PATH"] ?? ""}`;
  const child = spawn("sh", [script], { env: { PATH: path, BACKUP_DIR: at("backups"), KEEP_DAYS: "7" } });
  let told = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (told += String(chunk)));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, told })));
}

const dumps = async () => (await readdir(at("backups"))).filter((name) => !name.startsWith("."));

it("leaves a dump that another one finds under way to end whole", async () => {
  await tool("pg_dump", `touch "${at("in")}"; until [ -e "${at("go")}" ]; do sleep 0.02; done; echo data >"$file"`);
  const first = dump();
  await expect.poll(() => existsSync(at("in")), soon).toBe(true);
  const second = dump();
  await writeFile(at("go"), "");
  expect((await Promise.all([first, second])).map((one) => one.code)).toEqual([0, 0]);
  const made = await dumps();
  expect(made).toHaveLength(2);
  for (const name of made)
    expect(await readdir(at(`backups/${name}`))).toEqual(["SHA256SUMS", "databases", "orders.dump", "roles.sql"]);
});

it("refuses to dump what a restore has left half", async () => {
  await mkdir(at("backups/20200101T000000Z"));
  await writeFile(at("aside"), "orders.before-restore\n");
  const { code, told } = await dump();
  expect([code, await dumps()]).toEqual([1, ["20200101T000000Z"]]);
  expect(told).toContain("a restore was cut off (orders.before-restore is set aside)");
});

it("keeps what was there where a database cannot be dumped", async () => {
  await tool("pg_dump", 'echo half >"$file"; exit 1');
  expect((await dump()).code).toBe(1);
  expect(await dumps()).toEqual([]);
  await tool("pg_dump", 'echo data >"$file"');
  expect((await dump()).code).toBe(0);
  const [name = ""] = await dumps();
  expect(await readFile(at(`backups/${name}/orders.dump`), "utf8")).toBe("data\n");
});
