import { z } from "zod";

const nullable = <T extends z.ZodType>(type: T) => type.nullable().default(null);

export const runStatuses = [
  "planned",
  "creating",
  "running",
  "succeeded",
  "failed",
  "interrupted",
  "timed-out",
  "over-budget",
  "cancelled",
] as const;
export type RunStatus = (typeof runStatuses)[number];

/** `status.json` of a run folder: one attempt, which is one pod. Times are RFC 3339 of the controller's clock, money is USD. */
export const runRecordSchema = z.object({
  /** Pod name, `<run>-a<attempt>`. */
  name: z.string(),
  run: z.string(),
  job: z.string(),
  stack: z.string(),
  hash: z.string(),
  attempt: z.int().positive(),
  /** The pod; more than one only where a lost answer made extras, which were ended. */
  podIds: z.array(z.string()),
  /** The pod that RunPod has shown: from then on a 404 for it means what it says. */
  shownPodId: nullable(z.string()),
  gpu: nullable(z.string()),
  cloud: nullable(z.string()),
  dataCenter: nullable(z.string()),
  /** Price of the pod, the highest that RunPod has shown for it; the ceiling where RunPod did not say. */
  hourlyUsd: nullable(z.number()),
  /** RunPod has said it. */
  isPriced: z.boolean().default(false),
  status: z.enum(runStatuses),
  exitCode: nullable(z.number()),
  reason: nullable(z.string()),
  /** Set before a create is sent, null again when RunPod refused it: then no pod exists. */
  createSentAt: nullable(z.string()),
  createdAt: nullable(z.string()),
  startedAt: nullable(z.string()),
  finishedAt: nullable(z.string()),
  terminatedAt: nullable(z.string()),
  provedGoneAt: nullable(z.string()),
  /** The order to stop that the pod carries. */
  deadlineAt: nullable(z.string()),
  /** What set the deadline. */
  limitedBy: z.enum(["duration", "money"]).default("duration"),
  /** When all results were here. */
  fetchedAt: nullable(z.string()),
  spentUsd: z.number().default(0),
  /** Part of spentUsd that went to extra pods, and to creates that nobody can say made none. */
  extrasUsd: z.number().default(0),
  /** Part of extrasUsd that no bill can confirm, since nobody saw the pod that it would be for. */
  unseenUsd: z.number().default(0),
  billedUsd: nullable(z.number()),
  worstCaseUsd: z.number(),
  artifactsPath: z.string(),
  logsPath: z.string(),
  metrics: nullable(z.record(z.string(), z.unknown())),
});
export type RunRecord = z.infer<typeof runRecordSchema>;

/** The run is over, whatever became of it; its pod may still have to be ended. */
export function isOver(record: Pick<RunRecord, "status">): boolean {
  return !["planned", "creating", "running"].includes(record.status);
}

/** A pod of this attempt may exist or have existed. */
export function mayHavePod(record: Pick<RunRecord, "createSentAt" | "podIds">): boolean {
  return record.createSentAt !== null || record.podIds.length > 0;
}

/** RFC 3339 of epoch milliseconds. */
export const timeText = (epochMs: number): string => new Date(epochMs).toISOString();
