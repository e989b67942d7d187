import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { emptyBeyond } from "../../../local/cache/bound.ts";

it("empties a cache that has grown beyond its bound, and leaves one that has not", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ty-bound-"));
  try {
    const cache = join(folder, "cache");
    const seen: boolean[] = [];
    const before = () => void seen.push(existsSync(cache));
    await mkdir(join(cache, "a", "b"), { recursive: true });
    for (const name of ["1", "a/2", "a/3", "a/b/4", "a/b/5"]) await writeFile(join(cache, name), name);
    expect(await emptyBeyond(cache, 5, before)).toBe(false);
    expect(existsSync(join(cache, "a", "b", "5"))).toBe(true);
    expect(await emptyBeyond(cache, 4, before)).toBe(true);
    expect([existsSync(cache), existsSync(folder)]).toEqual([false, true]);
    expect(seen).toEqual([true]);
    expect(await emptyBeyond(cache, 4, before)).toBe(false);
  } finally {
    await rm(folder, { recursive: true });
  }
});
