import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** Every line of the supervisor's own begins with it; a command's line that does is printed with a leading space. */
export const LINE_PREFIX = "TRAINYARD ";

const nullableText = z.string().nullable();

/** Last JSON object of the progress file. All fields are the command's own word; unknown ones pass. */
export const progressSchema = z.looseObject({
  step: z.number().nullish(),
  totalSteps: z.number().nullish(),
  loss: z.number().nullish(),
  tokensPerSecond: z.number().nullish(),
  phase: z.string().nullish(),
});
export type Progress = z.infer<typeof progressSchema>;

const heartbeatSchema = z.object({
  kind: z.literal("heartbeat"),
  /** Counts from 1 in each start of the container. */
  seq: z.int(),
  /** RFC 3339, the pod's clock. */
  ts: z.string(),
  uptimeSeconds: z.number(),
  phase: z.enum(["boot", "wait-data", "run", "checkpoint", "handover", "ending"]),
  progress: progressSchema.nullable().catch(null),
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** A status as it travels in the log, in `status.json` and over HTTP. `mac` is hex HMAC-SHA256 of `body` under the run's token. */
export const signedStatusSchema = z.object({ body: z.string(), mac: z.string() });
export type SignedStatus = z.infer<typeof signedStatusSchema>;

const statusLineSchema = signedStatusSchema.extend({ kind: z.literal("status") });

const endSchema = z.object({
  /** Pod name, `<project>-<stack>-<job>-<hash8>-a<attempt>`. */
  name: z.string(),
  /** Exit code of the command, 128 + signal number when a signal ended it, null when it never ran or nobody saw its end. */
  exitCode: z.int().nullable(),
  reason: z.enum(["exit", "deadline", "stalled", "signal", "no-python3", "second-start", "data-missing"]),
  /** RFC 3339; null when the command never ran. */
  startedAt: nullableText,
  /** RFC 3339; null where the image had no means to say the time. */
  finishedAt: nullableText,
});
/** How a run ended, from the supervisor. */
export type PodEnd = z.infer<typeof endSchema>;

const lineSchema = z.discriminatedUnion("kind", [heartbeatSchema, statusLineSchema]);
export type SupervisorLine = z.infer<typeof lineSchema>;

/** The supervisor's line, or undefined for any other text (also one that only looks like it). Proves nothing: see verifyStatus. */
export function parseSupervisorLine(line: string): SupervisorLine | undefined {
  if (!line.startsWith(LINE_PREFIX)) return undefined;
  const parsed = lineSchema.safeParse(jsonOf(line.slice(LINE_PREFIX.length)));
  return parsed.success ? parsed.data : undefined;
}

/** Text of `status.json`, or undefined when it is no such thing. */
export function parseStatusFile(text: string): SignedStatus | undefined {
  const parsed = signedStatusSchema.safeParse(jsonOf(text));
  return parsed.success ? parsed.data : undefined;
}

/** Hex HMAC-SHA256 of `body` under `token`, both as UTF-8. */
export function statusMac(token: string, body: string): string {
  return createHmac("sha256", token).update(body).digest("hex");
}

/**
 * What a status says, or undefined when it does not belong to this token (and, where given, pod name). An image without
 * python3 cannot sign: its `no-python3` status is taken with an empty mac, and only as a failure.
 */
export function verifyStatus(token: string, signed: SignedStatus, name?: string): PodEnd | undefined {
  const parsed = endSchema.safeParse(jsonOf(signed.body));
  if (!parsed.success || (name !== undefined && parsed.data.name !== name)) return undefined;
  const end = parsed.data;
  if (signed.mac === "") return end.reason === "no-python3" && end.exitCode !== 0 ? end : undefined;
  const expected = Buffer.from(statusMac(token, signed.body), "hex");
  const got = Buffer.from(signed.mac, "hex");
  return got.length === expected.length && timingSafeEqual(got, expected) ? end : undefined;
}

/** The status that counts among several verified ones: the first that is not a mere second start, else the first. */
export function decisiveEnd(ends: readonly PodEnd[]): PodEnd | undefined {
  return ends.find((end) => end.reason !== "second-start") ?? ends[0];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
