import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keptFiles } from "../../../../components/runpod/run/kept-files.ts";

let home = "";
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "kept-files-"));
});
afterEach(async () => {
  await rm(home, { recursive: true });
});

it("writes whole files and leaves no aside behind, a token for its owner only", async () => {
  const files = keptFiles(home);
  await files.write("runs/a/token", "one", 0o600);
  await files.write("runs/a/token", "two", 0o600);
  expect(await files.read("runs/a/token")).toBe("two");
  expect(await readdir(join(home, "runs/a"))).toEqual(["token"]);
  expect((await stat(join(home, "runs/a/token"))).mode & 0o777).toBe(0o600);
});

it("appends, makes new files once, lists and walks", async () => {
  const files = keptFiles(home);
  await files.append("runs/a/events.jsonl", "1\n");
  await files.append("runs/a/events.jsonl", "2\n");
  expect([await files.createNew("runs/lease", "x"), await files.createNew("runs/lease", "y")]).toEqual([true, false]);
  expect(await files.size("runs/a/events.jsonl")).toBe(4);
  expect((await files.list("runs")).toSorted()).toEqual(["a", "lease"]);
  expect(await files.walk(join(home, "runs"))).toEqual(
    expect.arrayContaining([
      { path: "a/events.jsonl", size: 4 },
      { path: "lease", size: 1 },
    ]),
  );
  expect(await files.sha256("runs/lease")).toBe("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
});

it("knows what is not there from what cannot be read", async () => {
  const files = keptFiles(home);
  expect([await files.read("no"), await files.list("no"), await files.size("no")]).toEqual([undefined, [], 0]);
  expect([await files.sha256("no"), await files.walk(join(home, "no"))]).toEqual([undefined, undefined]);
  await files.write("folder/file", "x");
  await expect(files.read("folder")).rejects.toThrow("EISDIR");
});

it("shows a new file with all of its text or not at all", async () => {
  const files = keptFiles(home);
  const text = "x".repeat(20_000_000);
  const made = files.createNew("runs/lease.json", text);
  let seen: string | undefined;
  while (seen === undefined) seen = await files.read("runs/lease.json");
  expect(seen.length).toBe(text.length);
  expect([await made, await files.createNew("runs/lease.json", "other")]).toEqual([true, false]);
  expect(await files.list("runs")).toEqual(["lease.json"]);
});
