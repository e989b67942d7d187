import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it, onTestFinished } from "vitest";
import { processesWith } from "../../../local/host/leftovers.ts";
import { identify } from "../../../local/process/identity.ts";

it("finds a process by whole words of its command line, and not this one", async () => {
  const word = `/no/such/folder-${process.pid}`;
  const child = spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)", "--", "--state", word]);
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "spawn");
  await expect.poll(() => processesWith("--state", word)).toEqual([identify(child.pid ?? 0)]);
  expect(processesWith("--state", word.slice(0, -1))).toEqual([]);
  expect(processesWith(word, "--other")).toEqual([]);
  expect(processesWith(...process.argv.slice(0, 1)).map(({ pid }) => pid)).not.toContain(process.pid);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(processesWith("--state", word)).toEqual([]);
});
