import { z } from "zod";
import { type RunRecord, runRecordSchema } from "../runpod/run/record.ts";

/** The file of a finished run in MLflow from which its run folders are made again. */
export const KEPT_RUN = "trainyard/run.json";

const schema = z.object({
  version: z.literal(1),
  hash: z.string(),
  records: z.array(runRecordSchema),
  /** Files by their name in MLflow; `folder`: where one lies, relative to the run folder of `attempt`. */
  files: z.array(
    z.object({ name: z.string(), attempt: z.int(), folder: z.string(), bytes: z.number(), sha256: z.string() }),
  ),
});
export type KeptRun = Readonly<z.infer<typeof schema>>;

/** Paths of one machine mean nothing on another, so they are left out. */
export function renderKeptRun(hash: string, records: readonly RunRecord[], files: KeptRun["files"]): string {
  const portable = records.map((record) => ({ ...record, artifactsPath: "", logsPath: "" }));
  return `${JSON.stringify({ version: 1, hash, records: portable, files }, null, 2)}\n`;
}

/** undefined for any other text. A file never leaves its run folder, whatever the text says. */
export function parseKeptRun(text: string): KeptRun | undefined {
  try {
    const kept = schema.parse(JSON.parse(text));
    return kept.files.every(({ folder }) => isInside(folder)) ? kept : undefined;
  } catch {
    return undefined;
  }
}

function isInside(path: string): boolean {
  return !path.split("/").some((part) => part === "" || part === "." || part === ".." || part.includes("\\"));
}
