import { z } from "zod";

/** A GPU of the catalog; memory in GB. */
export interface GpuMemory {
  readonly id: string;
  readonly memory: number;
}

const rule = z.looseObject({ minMemoryGb: z.number() });
const list = z.array(z.looseObject({ gpu: z.string() }));

/**
 * Memory in GB of the smallest GPU that a job's candidates allow, asking the catalog only where they name GPUs; undefined
 * where nobody knows.
 */
export async function smallestMemoryGb(
  candidates: unknown,
  catalog: () => Promise<readonly GpuMemory[] | undefined>,
): Promise<number | undefined> {
  const byRule = rule.safeParse(candidates);
  if (byRule.success) return byRule.data.minMemoryGb;
  const named = new Set(list.safeParse(candidates).data?.map((wish) => wish.gpu));
  if (named.size === 0) return undefined;
  const known = ((await catalog()) ?? []).filter((gpu) => named.has(gpu.id)).map((gpu) => gpu.memory);
  return known.length === 0 ? undefined : Math.min(...known);
}
