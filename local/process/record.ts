import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import type { ProcessIdentity } from "./identity.ts";

const identityShape = { pid: z.int().positive(), startTime: z.string() };

/** Reads a record that `writeRecord` wrote; undefined when there is none or it cannot be read. */
export async function readRecord<Shape extends z.ZodRawShape>(file: string, shape: Shape) {
  try {
    return z.object({ ...identityShape, ...shape }).parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return undefined;
  }
}

/** Writes a record, complete or not at all; only its owner can read it. */
export async function writeRecord(file: string, record: ProcessIdentity & Readonly<Record<string, unknown>>) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.aside`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.aside`, file);
}

export async function removeRecord(file: string): Promise<void> {
  await rm(file, { force: true });
}
