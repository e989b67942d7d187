import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const nullableNumber = z
  .number()
  .nullish()
  .transform((value) => value ?? null);
const nullableText = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

/** What a run folder's status.json says; fields that a later version adds are kept out of the way, not refused. */
export const runRecord = z.object({
  name: z.string(),
  run: z.string(),
  job: z.string(),
  stack: z.string(),
  hash: z.string(),
  attempt: z.number().int().positive(),
  podIds: z.array(z.string()).default([]),
  gpu: nullableText,
  cloud: nullableText,
  dataCenter: nullableText,
  hourlyUsd: nullableNumber,
  status: z.string(),
  exitCode: nullableNumber,
  reason: nullableText,
  createdAt: nullableText,
  startedAt: nullableText,
  finishedAt: nullableText,
  terminatedAt: nullableText,
  provedGoneAt: nullableText,
  spentUsd: z.number().default(0),
  billedUsd: nullableNumber,
  worstCaseUsd: nullableNumber,
  artifactsPath: nullableText,
  logsPath: nullableText,
});
export type RunRecord = z.infer<typeof runRecord> & {
  /** The run folder. */
  readonly folder: string;
};

/** A run folder whose status.json cannot be read, told instead of hidden. */
export interface UnreadableRun {
  readonly folder: string;
  readonly reason: string;
}

function folders(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  } catch {
    return [];
  }
}

/** Every run kept under `home`, oldest first; `stack` and `job` narrow it. */
export function listRuns(
  home: string,
  only: { stack?: string; job?: string } = {},
): { runs: RunRecord[]; unreadable: UnreadableRun[] } {
  const runs: RunRecord[] = [];
  const unreadable: UnreadableRun[] = [];
  for (const job of folders(join(home, "runs"))) {
    for (const attempt of folders(join(home, "runs", job))) {
      const folder = join(home, "runs", job, attempt);
      try {
        const record = runRecord.parse(JSON.parse(readFileSync(join(folder, "status.json"), "utf8")));
        runs.push({ ...record, folder });
      } catch (error) {
        unreadable.push({
          folder,
          reason: error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error),
        });
      }
    }
  }
  const wanted = runs.filter((run) => (only.stack ?? run.stack) === run.stack && (only.job ?? run.job) === run.job);
  const began = (run: RunRecord) => run.createdAt ?? run.startedAt ?? "";
  return { runs: wanted.sort((a, b) => began(a).localeCompare(began(b)) || a.attempt - b.attempt), unreadable };
}
