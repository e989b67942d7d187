import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type RunRecord as Kept, runRecordSchema } from "../../components/runpod/run/record.ts";

/** One attempt as its run folder keeps it. */
export type RunRecord = Kept & {
  /** The run folder. */
  readonly folder: string;
};

/** A run folder whose status.json cannot be read, told instead of hidden. */
export interface UnreadableRun {
  readonly folder: string;
  readonly reason: string;
}

/** What is said of one; its logs may lie there all the same. */
export const unreadableLine = ({ folder, reason }: UnreadableRun): string => `${folder} cannot be read: ${reason}`;

/** Names of the folders in `path`; none where there is no such folder. */
export function foldersIn(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  } catch {
    return [];
  }
}

/** Every run kept under `home`, oldest first; `stack` and `job` narrow it. */
export function listRuns(
  home: string,
  only: { stack?: string | undefined; job?: string | undefined } = {},
): { runs: RunRecord[]; unreadable: UnreadableRun[] } {
  const runs: RunRecord[] = [];
  const unreadable: UnreadableRun[] = [];
  for (const job of foldersIn(join(home, "runs"))) {
    for (const attempt of foldersIn(join(home, "runs", job))) {
      const folder = join(home, "runs", job, attempt);
      try {
        runs.push({ ...runRecordSchema.parse(JSON.parse(readFileSync(join(folder, "status.json"), "utf8"))), folder });
      } catch (error) {
        const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
        unreadable.push({ folder, reason });
      }
    }
  }
  const wanted = runs.filter((run) => (only.stack ?? run.stack) === run.stack && (only.job ?? run.job) === run.job);
  const began = (run: RunRecord) => run.createSentAt ?? run.createdAt ?? "";
  return { runs: wanted.sort((a, b) => began(a).localeCompare(began(b)) || a.attempt - b.attempt), unreadable };
}
