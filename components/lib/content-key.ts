import { createHash } from "node:crypto";

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
