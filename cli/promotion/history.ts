import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

const texts = z.record(z.string(), z.string());
const entry = z.strictObject({
  /** RFC 3339. */
  at: z.string(),
  by: z.enum(["found", "promote", "rollback"]),
  /** The stack that the images came from. */
  from: z.string().optional(),
  /** Number of the entry that a rollback returned to, from 0. */
  to: z.int().optional(),
  /** All references of `trainyard:images` from then on. */
  images: texts,
  /** Version of each image that keeps data. */
  versions: texts,
});

/** What a stack's images were from a time on. */
export type Entry = z.infer<typeof entry>;

const shape = z.strictObject({ entries: z.array(entry) });

/** Where the history of a stack lies: committed beside its configuration. */
export function historyFile(root: string, stack: string): string {
  return join(root, "stacks", "promotions", `${stack}.json`);
}

/** Oldest first; none where nothing was promoted yet. Throws a Failure for a file that is no history. */
export async function readHistory(root: string, stack: string): Promise<readonly Entry[]> {
  const file = historyFile(root, stack);
  if (!existsSync(file)) return [];
  try {
    return shape.parse(JSON.parse(await readFile(file, "utf8"))).entries;
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    const text = { what: "the history of promotions cannot be read", on: file, why, todo: "take it back from git" };
    throw new Failure(text, exitCodes.usage);
  }
}

export async function writeHistory(root: string, stack: string, entries: readonly Entry[]): Promise<void> {
  const file = historyFile(root, stack);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.aside`, `${JSON.stringify({ entries }, null, 2)}\n`);
  await rename(`${file}.aside`, file);
}

/** The entry to which a rollback would return, with its number; undefined where none before the present one names images. */
export function formerOf(entries: readonly Entry[]): { readonly entry: Entry; readonly number: number } | undefined {
  const last = entries.at(-1);
  if (last === undefined) return undefined;
  for (let number = (last.to ?? entries.length - 1) - 1; number >= 0; number -= 1) {
    const found = entries[number];
    if (found !== undefined && Object.keys(found.images).length > 0 && !sameImages(found.images, last.images))
      return { entry: found, number };
  }
  return undefined;
}

/** The data version of a reference, from whenever it was recorded. */
export function recordedVersion(entries: readonly Entry[], image: string, reference: string): string | undefined {
  return entries.findLast((one) => one.images[image] === reference && one.versions[image] !== undefined)?.versions[
    image
  ];
}

export function sameImages(a: Entry["images"], b: Entry["images"]): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => a[name] === b[name]);
}
