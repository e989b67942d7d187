import { z } from "zod";
import type { RunRecord } from "./record.ts";

/** `runs/<run>/a<n>/intent.json` on the volume: written before a create is sent, so that a lost run folder loses neither the attempt nor its money. */
export const intentSchema = z.object({
  version: z.literal(1),
  name: z.string(),
  run: z.string(),
  attempt: z.int().positive(),
  createSentAt: z.string(),
  deadlineAt: z.string().nullable(),
  worstCaseUsd: z.number(),
});
export type Intent = z.infer<typeof intentSchema>;

/** Where the files of one attempt lie on the volume. */
export function attemptKey(run: string, attempt: number, file = ""): string {
  return `runs/${run}/a${attempt}/${file}`;
}

export function renderIntent(record: RunRecord, createSentAt: string): string {
  const { name, run, attempt, deadlineAt, worstCaseUsd } = record;
  const intent: Intent = { version: 1, name, run, attempt, createSentAt, deadlineAt, worstCaseUsd };
  return `${JSON.stringify(intent)}\n`;
}

export function parseIntent(text: string | undefined): Intent | undefined {
  try {
    return intentSchema.safeParse(JSON.parse(text ?? "")).data;
  } catch {
    return undefined;
  }
}
