import { join } from "node:path";
import { z } from "zod";
import { LineTail } from "./line-tail.ts";
import { foldersIn } from "./records.ts";

const base = { ts: z.string(), seq: z.number().optional() };

/** One line of events.jsonl, as `create` writes it. */
export const runEvent = z.discriminatedUnion("kind", [
  z.object({ ...base, kind: z.literal("phase"), phase: z.string(), message: z.string().default("") }),
  z.object({
    ...base,
    kind: z.literal("progress"),
    step: z.number().nullish(),
    totalSteps: z.number().nullish(),
    loss: z.number().nullish(),
    tokensPerSecond: z.number().nullish(),
    phase: z.string().nullish(),
  }),
  z.object({
    ...base,
    kind: z.literal("money"),
    elapsedSeconds: z.number(),
    usdPerHour: z.number().nullish(),
    spentUsd: z.number(),
    capUsd: z.number(),
  }),
  z.object({
    ...base,
    kind: z.literal("candidate"),
    gpu: z.string(),
    cloud: z.string(),
    dataCenter: z.string().nullish(),
    usdPerHour: z.number().nullish(),
    result: z.string(),
    detail: z.string().nullish(),
  }),
  z.object({
    ...base,
    kind: z.enum(["warning", "error"]),
    what: z.string(),
    on: z.string().nullish(),
    why: z.string().nullish(),
    todo: z.string().nullish(),
  }),
  z.object({
    ...base,
    kind: z.enum(["create-sent", "created", "adopted"]),
    name: z.string(),
    podId: z.string().nullish(),
  }),
]);
export type RunEvent = z.infer<typeof runEvent>;

/** Reads the events that a growing events.jsonl has gained since the last call. */
export class EventTail {
  readonly #lines: LineTail;
  constructor(file: string) {
    this.#lines = new LineTail(file);
  }

  next(): RunEvent[] {
    return this.#lines.next().flatMap((line) => {
      try {
        const parsed = runEvent.safeParse(JSON.parse(line));
        return parsed.success ? [parsed.data] : [];
      } catch {
        return [];
      }
    });
  }
}

/** Folders of all attempts under `home`, as `job/attempt`. */
export function attemptFolders(home: string): string[] {
  const runs = join(home, "runs");
  return foldersIn(runs).flatMap((job) => foldersIn(join(runs, job)).map((attempt) => join(job, attempt)));
}
