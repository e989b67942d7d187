import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const splits = z.looseObject({ train: z.number() });

/** metrics.json of a finished training run, as the report reads it. Losses in nats per token. */
export const trainingMetrics = z.object({
  recipe: z
    .union([z.string(), z.looseObject({ name: z.string() })])
    .transform((r) => (typeof r === "string" ? r : r.name)),
  seed: z.number(),
  steps: z.number(),
  trainLoss: z.array(z.tuple([z.number(), z.number()])).default([]),
  heldOutLoss: z.number(),
  untrainedLoss: z.number().nullish(),
  unigramLoss: z.number().nullish(),
  tokensPerSecond: z.number().nullish(),
  bleu: z.number().nullish(),
  chrf: z.number().nullish(),
  phases: z.record(z.string(), z.number()).default({}),
  parameters: z.object({ total: z.number(), trainable: z.number() }).nullish(),
  corpus: z
    .looseObject({
      id: z.string(),
      tokens: z
        .looseObject({
          train: z.number(),
          validation: z.number(),
          test: z.number(),
          vocabulary: z.number(),
          texts: splits.nullish(),
          pairs: splits.nullish(),
        })
        .nullish(),
      /** Share of the passages with Khmer in them that cleaning leaves, 0 to 1. */
      usabilityOfKhmer: z.number().nullish(),
    })
    .nullish(),
  sources: z
    .array(
      z.looseObject({ name: z.string(), version: z.string().nullish(), licences: z.array(z.string()).default([]) }),
    )
    .default([]),
});
export type TrainingMetrics = z.infer<typeof trainingMetrics>;

/** The metrics among a run's artifacts; undefined where the run left none that can be read. */
export function readMetrics(artifactsPath: string): TrainingMetrics | undefined {
  try {
    return trainingMetrics.parse(JSON.parse(readFileSync(join(artifactsPath, "metrics.json"), "utf8")));
  } catch {
    return undefined;
  }
}
