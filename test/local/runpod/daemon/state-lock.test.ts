import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { lockState, StateInUse } from "../../../../local/runpod/daemon/state-lock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ty-"));
});
afterEach(async () => rm(folder, { recursive: true }));

const deadPid = () => spawnSync(process.execPath, ["-e", ""]).pid;
const writeLock = (owner: unknown) => writeFile(join(folder, "lock"), JSON.stringify(owner));

it("refuses a second owner by name and is free again after the first", async () => {
  const release = await lockState(folder);
  await expect(lockState(folder)).rejects.toThrow(`process ${process.pid} already serves`);
  await release();
  await (
    await lockState(folder)
  )();
  expect(await readdir(folder)).toEqual([]);
});

it("takes the lock of a dead process over", async () => {
  await writeLock({ pid: deadPid(), began: null });
  await (
    await lockState(folder)
  )();
  expect(await readdir(folder)).toEqual([]);
});

it.runIf(process.platform === "linux")("takes over where the id was given to another process", async () => {
  await writeLock({ pid: process.pid, began: "1" });
  await (
    await lockState(folder)
  )();
});

it.runIf(process.platform === "linux")("takes over where the id was given to a process of somebody else", async () => {
  const kill = vi.spyOn(process, "kill").mockImplementation(() => {
    throw Object.assign(new Error("kill EPERM"), { code: "EPERM" });
  });
  try {
    await writeLock({ pid: process.pid, began: "1", token: "before the boot" });
    const release = await lockState(folder);
    await expect(lockState(folder)).rejects.toThrow(`process ${process.pid} already serves`);
    await release();
  } finally {
    kill.mockRestore();
  }
});

it.runIf(process.platform === "linux")("takes over from a killed process that nobody has asked after", async () => {
  // a parent that never waits, as the first process of many containers
  const parent = spawn("sh", ["-c", "sleep 0.1 & echo $!; exec sleep 30"], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const pid = Number(((await once(parent.stdout, "data")) as [Buffer])[0].toString());
    const fields = async () => (await readFile(`/proc/${pid}/stat`, "utf8")).replace(/^.*\) /s, "").split(" ");
    while ((await fields())[0] !== "Z") await sleep(5);
    await writeLock({ pid, began: (await fields())[19], token: "killed" });
    await (
      await lockState(folder)
    )();
  } finally {
    parent.kill("SIGKILL");
  }
});

it("takes over a lock that says nothing", async () => {
  await writeFile(join(folder, "lock"), "");
  await (
    await lockState(folder)
  )();
});

it("lets one of many win who find a dead lock at once", async () => {
  await writeLock({ pid: deadPid(), began: null });
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockState(folder)));
  expect(tries.filter((one) => one.status === "fulfilled").length).toBeLessThanOrEqual(1);
  for (const one of tries) if (one.status === "rejected") expect(one.reason).toBeInstanceOf(StateInUse);
});
