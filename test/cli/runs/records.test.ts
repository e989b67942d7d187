import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listRuns } from "../../../cli/runs/records.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "yard-runs-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function run(job: string, attempt: string, record: Record<string, unknown> | string): void {
  const folder = join(home, "runs", job, attempt);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "status.json"), typeof record === "string" ? record : JSON.stringify(record));
}

const record = (stack: string, attempt: number, createdAt: string) => ({
  name: `p-${stack}-j-aaaaaaaa-a${attempt}`,
  run: `p-${stack}-j-aaaaaaaa`,
  job: "j",
  stack,
  hash: "aaaaaaaa",
  attempt,
  podIds: [],
  status: "failed",
  worstCaseUsd: 0.1,
  artifactsPath: "a",
  logsPath: "l",
  createdAt,
});

it("lists attempts oldest first and only of the stack asked for", () => {
  run("j", "dev-aaaaaaaa-a2", record("dev", 2, "2026-11-02T00:00:00Z"));
  run("j", "dev-aaaaaaaa-a1", record("dev", 1, "2026-11-01T00:00:00Z"));
  run("j", "prod-aaaaaaaa-a1", record("prod", 1, "2026-11-01T00:00:00Z"));
  expect(listRuns(home, { stack: "dev" }).runs.map((one) => one.attempt)).toEqual([1, 2]);
  expect(listRuns(home).runs).toHaveLength(3);
});

it("tells of a run folder that cannot be read instead of hiding it", () => {
  run("j", "dev-aaaaaaaa-a1", "{ half a file");
  const { runs, unreadable } = listRuns(home);
  expect(runs).toEqual([]);
  expect(unreadable.map((one) => one.folder)).toEqual([join(home, "runs", "j", "dev-aaaaaaaa-a1")]);
});

it("finds nothing in a home that does not exist", () => {
  expect(listRuns(join(home, "absent"))).toEqual({ runs: [], unreadable: [] });
});
