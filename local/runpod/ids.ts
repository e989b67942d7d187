import { createHash } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** The `n`-th id of a seed: lower case letters and digits, as RunPod's own (14 of them). At most 32. */
export function idOf(seed: string, n: number, length = 14): string {
  const digest = createHash("sha256").update(`${seed}:${n}`).digest();
  return [...digest.subarray(0, length)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join("");
}

/** Numbers in [0, 1) that a seed decides (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
