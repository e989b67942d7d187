import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The ownership token of this home, made once; `configured` (trainyard:owner) overrides it. */
export function ownerOf(home: string, configured: string | undefined): string {
  if (configured !== undefined && configured !== "") return configured;
  const path = join(home, "owner");
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileSync(path, `${randomUUID()}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return readFileSync(path, "utf8").trim();
}
