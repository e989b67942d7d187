import { z } from "zod";

const seconds = z.number().nonnegative();
const phase = z.enum(["before", "after"]);

/** Bodies of the control routes. */
export const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(400).max(599),
    detail: z.string().optional(),
    retryAfterSeconds: z.int().nonnegative().optional(),
    phase,
  }),
  z.strictObject({ kind: z.literal("drop"), phase }),
  z.strictObject({ kind: z.literal("delay"), seconds, phase }),
  z.strictObject({ kind: z.literal("capacity") }),
  z.strictObject({ kind: z.literal("rule"), detail: z.string().optional() }),
  z.strictObject({ kind: z.enum(["not-found-lag", "list-lag", "slow-start"]), seconds }),
  z.strictObject({ kind: z.literal("never-ready") }),
  z.strictObject({ kind: z.literal("host-loss"), afterSeconds: seconds }),
  z.strictObject({ kind: z.literal("log-cut"), afterLines: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal("late-bill"), minutes: seconds }),
  z.strictObject({ kind: z.literal("clock-skew"), seconds: z.number() }),
]);

export const faultRuleSchema = z.strictObject({
  match: z.strictObject({ method: z.string().min(1), path: z.string().startsWith("/") }).default({
    method: "*",
    path: "/**",
  }),
  after: z.int().nonnegative().optional(),
  times: z.int().positive().optional(),
  fault: faultSchema,
});

export const randomSchema = z.strictObject({ seed: z.int(), rate: z.number().min(0).max(1) });
export const balanceSchema = z.strictObject({ usd: z.number() });
export const stockSchema = z.strictObject({
  gpu: z.string().min(1),
  cloud: z.enum(["SECURE", "COMMUNITY"]).optional(),
  dataCenter: z.string().min(1).optional(),
  level: z.enum(["NONE", "LOW", "MEDIUM", "HIGH"]),
});
export const secondsSchema = z.strictObject({ seconds });
export const secretSchema = z.strictObject({ name: z.string().min(1), value: z.string() });
export const overlaySchema = z.strictObject({
  cmd: z.boolean().optional(),
  secrets: z.boolean().optional(),
  pageSize: z.int().nonnegative().optional(),
});
