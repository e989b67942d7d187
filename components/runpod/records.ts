import { z } from "zod";
import type { GpuType, NetworkVolumeRecord, Pod, PodBillingRecord } from "./service.ts";

/** A value that may be missing or odd without harm: then it is undefined, and its reader takes the worst case. */
const maybeNumber = z.number().nonnegative().optional().catch(undefined);
const maybeText = z
  .string()
  .nullish()
  .transform((text) => text ?? null)
  .catch(null);

const runtime = z
  .looseObject({ uptime: maybeNumber })
  .nullish()
  .transform((value) => value ?? null);

/**
 * A pod as RunPod sends it. Strict about `id` and the list it stands in, lenient about the rest: unknown statuses pass,
 * `runtime` may be null or empty, and a missing or odd `cost` stays undefined, which the caller counts as the ceiling.
 */
export const podRecord: z.ZodType<Pod> = z
  .looseObject({
    id: z.string().min(1),
    name: z.string().catch(""),
    status: z.string(),
    createdAt: z.string(),
    startedAt: maybeText,
    image: z.string().catch(""),
    env: z
      .record(z.string(), z.string())
      .nullish()
      .catch(undefined)
      .transform((env) => env ?? {}),
    gpu: z
      .looseObject({ id: z.string() })
      .nullish()
      .catch(undefined)
      .transform((gpu) => gpu ?? undefined),
    dataCenterId: maybeText,
    cost: maybeNumber,
    locked: z.boolean().catch(false),
    runtime,
  })
  .transform((pod) => pod as unknown as Pod);

/** A GPU type of the catalog. A missing price stays undefined: it is unknown, never 0. */
export const gpuRecord: z.ZodType<GpuType> = z
  .looseObject({
    id: z.string().min(1),
    name: z.string().catch(""),
    memory: z.number(),
    secure: z.boolean().catch(true),
    community: z.boolean().catch(true),
    price: z
      .looseObject({ secure: maybeNumber, community: maybeNumber })
      .catch({ secure: undefined, community: undefined }),
    maxCount: z.looseObject({}).catch({}),
    availability: z.string().optional().catch(undefined),
    dataCenters: z
      .array(z.looseObject({ id: z.string(), availability: z.string() }))
      .optional()
      .catch(undefined),
  })
  .transform((gpu) => gpu as unknown as GpuType);

/** One bucket of a pod's bill; amounts in USD. */
export const billingRecord: z.ZodType<PodBillingRecord> = z
  .looseObject({ podId: z.string(), startTime: z.string(), totalAmount: z.number() })
  .transform((record) => record as unknown as PodBillingRecord);

/** `size` in GB. */
export const volumeRecord: z.ZodType<NetworkVolumeRecord> = z
  .looseObject({
    id: z.string().min(1),
    name: z.string(),
    size: z.number(),
    dataCenter: z.string(),
    type: z.string().catch("STANDARD"),
  })
  .transform((volume) => volume as unknown as NetworkVolumeRecord);

/** What is read of registries and secrets: both keep their values to themselves. */
export const namedRecord = z.looseObject({ id: z.string().min(1), name: z.string() });

/** A template; only what we compare is read. */
export const templateRecord = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  image: z.string().catch(""),
  args: z.string().nullish(),
  disk: z.number().nullish(),
  ports: z.array(z.string()).nullish(),
  env: z.record(z.string(), z.string()).nullish(),
  registry: z.string().nullish(),
});

/** A list under its key; the whole answer stays readable for the cursor it may hold. */
export function listOf<T>(key: string, item: z.ZodType<T>): z.ZodType<{ items: T[]; answer: unknown }> {
  return z.looseObject({ [key]: z.array(item) }).transform((answer) => ({ items: answer[key] as T[], answer }));
}
