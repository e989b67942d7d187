import { mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { rotateLogs } from "../../../local/cluster/keeper/logs.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "logs-"))));
afterEach(() => rmSync(folder, { recursive: true }));

it("moves a large log aside while its writer goes on", async () => {
  const writer = openSync(join(folder, "kubelet.log"), "a");
  writeSync(writer, "a long story\n");
  expect(await rotateLogs(folder, 5)).toEqual(["kubelet.log"]);
  writeSync(writer, "news\n");
  expect(readFileSync(join(folder, "kubelet.log"), "utf8")).toBe("news\n");
  expect(readFileSync(join(folder, "kubelet.log.1"), "utf8")).toBe("a long story\n");
});

it("leaves small logs alone", async () => {
  writeFileSync(join(folder, "etcd.log"), "short");
  expect(await rotateLogs(folder, 5)).toEqual([]);
  expect(readdirSync(folder)).toEqual(["etcd.log"]);
});
