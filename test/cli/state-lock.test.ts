import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { clearDeadLocks, judgeLock, type LockWorld } from "../../cli/state-lock.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const timestamp = "2026-11-22T10:00:00.5Z";
const lock = { pid: 4711, hostname: "here", username: "somebody", timestamp };
const world = (startedAt: number | undefined, isPulumi = false): LockWorld => ({
  hostname: "here",
  startedAt: () => startedAt,
  isPulumi: () => isPulumi,
});
const before = Date.parse(timestamp) - 3000;

describe("judgeLock", () => {
  it("calls a lock dead when its process is gone", () => {
    expect(judgeLock(lock, world(undefined))).toBe("dead");
  });
  it("calls a lock dead when its number belongs to a later process", () => {
    expect(judgeLock(lock, world(Date.parse(timestamp) + 60_000))).toBe("dead");
  });
  it("calls a lock alive when the process started before it", () => {
    expect(judgeLock(lock, world(before))).toBe("alive");
  });
  it("calls a lock alive while a Pulumi CLI has its number, wherever the clock was set meanwhile", () => {
    expect(judgeLock(lock, world(Date.parse(timestamp) + 600_000, true))).toBe("alive");
  });
  it("judges no process of another machine", () => {
    expect(judgeLock({ ...lock, hostname: "there" }, world(undefined))).toBe("elsewhere");
  });
});

describe("clearDeadLocks", () => {
  const backend = (content: object | string) => {
    const folder = temporaryFolder("lock");
    const locks = join(folder, ".pulumi", "locks", "organization", "trainyard", "dev");
    mkdirSync(locks, { recursive: true });
    const file = join(locks, "0b1c.json");
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    return { url: `file://${folder}`, file };
  };

  it("removes a dead lock and says so", async () => {
    const { url, file } = backend(lock);
    const said: string[] = [];
    await clearDeadLocks(url, "trainyard", "dev", (line) => said.push(line), world(undefined));
    expect(existsSync(file)).toBe(false);
    expect(said).toEqual([`removing the lock of process 4711, which is dead (stack dev, locked ${timestamp})`]);
  });

  it("refuses while the holder lives, and keeps the lock", async () => {
    const { url, file } = backend(lock);
    const clearing = clearDeadLocks(url, "trainyard", "dev", () => undefined, world(before));
    await expect(clearing).rejects.toMatchObject({
      exitCode: 1,
      text: { what: "stack dev is locked by another update" },
    });
    expect(existsSync(file)).toBe(true);
  });

  it("refuses a lock of another machine and names the way out", async () => {
    const { url } = backend({ ...lock, hostname: "there" });
    const clearing = clearDeadLocks(url, "trainyard", "dev", () => undefined, world(undefined));
    await expect(clearing).rejects.toMatchObject({
      text: { todo: expect.stringContaining('eval "$(./yard local env)" && pulumi cancel -s dev --yes') as string },
    });
  });

  it.each(["", '{"pid":47', "null"])(
    "refuses a lock that a power failure has torn (%j), and says how to remove it",
    async (text) => {
      const { url, file } = backend(text);
      await expect(clearDeadLocks(url, "trainyard", "dev", () => undefined, world(undefined))).rejects.toMatchObject({
        exitCode: 1,
        text: { on: file, todo: expect.stringContaining(`rm '${file}'`) as string },
      });
      expect(existsSync(file)).toBe(true);
    },
  );

  it("knows a Pulumi CLI by its program", async () => {
    const cli = spawn("sleep", ["60"], { argv0: "pulumi" });
    onTestFinished(() => void cli.kill());
    await once(cli, "spawn");
    const { url } = backend({ ...lock, pid: cli.pid, hostname: hostname(), timestamp: "2000-01-01T00:00:00Z" });
    await expect(clearDeadLocks(url, "trainyard", "dev", () => undefined)).rejects.toMatchObject({
      text: { why: expect.stringContaining("it still runs") as string },
    });
  });

  it("leaves other stacks and other backends alone", async () => {
    const { url, file } = backend(lock);
    await clearDeadLocks(url, "trainyard", "prod", () => undefined, world(undefined));
    await clearDeadLocks("s3://bucket", "trainyard", "dev", () => undefined, world(undefined));
    expect(existsSync(file)).toBe(true);
  });
});
