import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { endProcess, identify, isAlive } from "../../../local/process/identity.ts";
import { readRecord, removeRecord, writeRecord } from "../../../local/process/record.ts";
import { processStartedAt } from "../../../local/process/started-at.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

it("knows a process from a later one with its number", () => {
  const own = identify(process.pid);
  expect(own).toBeDefined();
  expect(isAlive({ pid: process.pid, startTime: own?.startTime ?? "" })).toBe(true);
  expect(isAlive({ pid: process.pid, startTime: "another" })).toBe(false);
});

it("ends the recorded process and no other", async () => {
  const child = spawn(process.execPath, ["--eval", "setInterval(() => 0, 1000)"]);
  const identity = identify(child.pid ?? 0) ?? { pid: 0, startTime: "" };
  await endProcess({ ...identity, startTime: "another" }, 1);
  expect(isAlive(identity)).toBe(true);
  await endProcess(identity, 5);
  expect(isAlive(identity)).toBe(false);
});

it("says when a process started", () => {
  const expected = Date.now() - process.uptime() * 1000;
  expect(Math.abs((processStartedAt(process.pid) ?? 0) - expected)).toBeLessThan(5000);
  expect(processStartedAt(2 ** 30)).toBeUndefined();
});

it("reads back what it wrote, and nothing from a broken or missing file", async () => {
  const file = join(temporaryFolder("record"), "deep", "x.json");
  expect(await readRecord(file, {})).toBeUndefined();
  await writeRecord(file, { pid: 7, startTime: "1" });
  expect(await readRecord(file, {})).toEqual({ pid: 7, startTime: "1" });
  await removeRecord(file);
  expect(await readRecord(file, {})).toBeUndefined();
});
