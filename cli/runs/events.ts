import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
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

/** Reads what a growing events.jsonl has gained since the last call. A line still being written waits for its end. */
export class EventTail {
  private offset = 0;
  private rest = "";
  private readonly file: string;
  constructor(file: string) {
    this.file = file;
  }

  next(): RunEvent[] {
    this.rest += this.gained();
    const lines = this.rest.split("\n");
    this.rest = lines.pop() ?? "";
    return lines.flatMap((line) => {
      try {
        const parsed = runEvent.safeParse(JSON.parse(line));
        return parsed.success ? [parsed.data] : [];
      } catch {
        return [];
      }
    });
  }

  private gained(): string {
    let handle: number;
    try {
      handle = openSync(this.file, "r");
    } catch {
      return "";
    }
    try {
      const pieces: Buffer[] = [];
      for (;;) {
        const piece = Buffer.alloc(65_536);
        const count = readSync(handle, piece, 0, piece.length, this.offset);
        if (count === 0) return Buffer.concat(pieces).toString("utf8");
        pieces.push(piece.subarray(0, count));
        this.offset += count;
      }
    } finally {
      closeSync(handle);
    }
  }
}

/** Folders of all attempts under `home`, as `job/attempt`. */
export function attemptFolders(home: string): string[] {
  const runs = join(home, "runs");
  return foldersIn(runs).flatMap((job) => foldersIn(join(runs, job)).map((attempt) => join(job, attempt)));
}
