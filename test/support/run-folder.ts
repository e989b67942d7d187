import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes the folder of an attempt as a run leaves it, in so far as `./yard` reads it. Answers with its path. */
export function writeRun(home: string, change: Readonly<Record<string, unknown>> = {}): string {
  const record = {
    ...{ name: "trainyard-dev-j-aaaaaaaa-a1", run: "trainyard-dev-j-aaaaaaaa", job: "j", stack: "dev" },
    ...{ hash: "aaaaaaaa", attempt: 1, podIds: ["p1"], status: "running", worstCaseUsd: 0.5 },
    ...{ artifactsPath: "artifacts", logsPath: "container.log", createdAt: "2026-11-22T10:00:00Z" },
    ...change,
  };
  const folder = join(home, "runs", record.job, `${record.stack}-${record.hash}-a${record.attempt}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "status.json"), JSON.stringify(record));
  return folder;
}
