import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

/** The first 12 hexadecimal digits of the SHA-256 over named parts; neither order of writing nor concatenation can fool it. */
export function contentKey(parts: Readonly<Record<string, string | Uint8Array>>): string {
  const hash = createHash("sha256");
  for (const name of Object.keys(parts).sort()) {
    const digest = createHash("sha256")
      .update(parts[name] ?? "")
      .digest("hex");
    hash.update(`${JSON.stringify(name)} ${digest}\n`);
  }
  return hash.digest("hex").slice(0, 12);
}

/** The same over files, named by what they are and not by where they lie. */
export async function contentKeyOfFiles(files: Readonly<Record<string, string>>): Promise<string> {
  const parts: Record<string, Uint8Array> = {};
  for (const [name, file] of Object.entries(files)) parts[name] = await readFile(file);
  return contentKey(parts);
}
