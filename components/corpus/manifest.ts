import { z } from "zod";

const stage = z.object({
  accepted: z.int(),
  rejected: z.int(),
  reasons: z.record(z.string(), z.int()),
});

const shape = z.looseObject({
  id: z.string().regex(/^[A-Za-z0-9_.-]+$/),
  files: z.array(
    z.object({
      path: z.string().regex(/^[A-Za-z0-9_.-]+$/, { error: "must be a name without folders" }),
      size: z.int(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  counters: z.object({ stages: z.record(z.string(), stage), usability: z.number(), usabilityOfKhmer: z.number() }),
  tokens: z.looseObject({ train: z.int(), validation: z.int(), test: z.int(), vocabulary: z.int() }),
});

/** What the manifest of a prepared corpus says. */
export type CorpusManifest = z.infer<typeof shape>;

export const MANIFEST_FILE = "manifest.json";
/** Passages that no split has, with their reasons. */
export const REJECTED_FILE = "rejected.jsonl";

const rejected = z.object({
  id: z.string(),
  stage: z.string(),
  reason: z.string(),
  text: z.string(),
  source: z.string(),
});
export type RejectedPassage = z.infer<typeof rejected>;

/** Throws an Error for a text that is none, or that is of another corpus than `id`. */
export function parseManifest(text: string, id: string): CorpusManifest {
  const parsed = shape.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`${MANIFEST_FILE} is none of a corpus: ${z.prettifyError(parsed.error)}`);
  if (parsed.data.id !== id) throw new Error(`${MANIFEST_FILE} is of corpus ${parsed.data.id}, expected ${id}`);
  return parsed.data;
}

const lister = z.looseObject({ files: z.array(z.looseObject({ path: z.string() })) });

/** Names of the files that the manifest of any corpus lists, an older version's too; none for a text that is no manifest. */
export function listedIn(text: string): readonly string[] {
  try {
    return lister.parse(JSON.parse(text)).files.map(({ path }) => path);
  } catch {
    return [];
  }
}

export function parseRejected(text: string): readonly RejectedPassage[] {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => rejected.parse(JSON.parse(line)));
}
