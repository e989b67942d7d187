import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { contextDigest, contextFiles } from "../../../../local/plugins/docker/context-digest.ts";

const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true })));

const files: Record<string, string> = {
  Dockerfile: "FROM scratch\n",
  ".dockerignore": "# not the image's\nnode_modules\n**/*.log\n!keep.log\n",
  "src/main.ts": "1",
  "src/deep/other.ts": "2",
  "src/run.log": "noise",
  "keep.log": "kept",
  "node_modules/x/index.js": "3",
};

function context(changed: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "ty-context-"));
  made.push(folder);
  for (const [name, text] of Object.entries({ ...files, ...changed })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const seen = (folder: string) => contextFiles(folder, join(folder, "Dockerfile"));
const digest = (folder: string) => contextDigest(folder, join(folder, "Dockerfile"));

it("leaves out what .dockerignore leaves out, and keeps its exceptions", () => {
  expect(seen(context())).toEqual([".dockerignore", "Dockerfile", "keep.log", "src/deep/other.ts", "src/main.ts"]);
});

it("reads the ignore file of the Dockerfile before that of the folder", () => {
  const folder = context({ "Dockerfile.dockerignore": "**\n!src/deep\n" });
  expect(seen(folder)).toEqual(["src/deep/other.ts"]);
});

it("is equal for equal content, wherever it lies", () => {
  expect(digest(context())).toBe(digest(context()));
});

it.each(["src/run.log", "node_modules/x/index.js"])("does not change with %s", (name) => {
  expect(digest(context({ [name]: "other" }))).toBe(digest(context()));
});

it.each(["Dockerfile", "src/main.ts", "src/new.ts"])("changes with %s", (name) => {
  expect(digest(context({ [name]: "other" }))).not.toBe(digest(context()));
});

it("changes with a Dockerfile that its own ignore file keeps out", () => {
  const list = { "Dockerfile.dockerignore": "**\n!src\n" };
  expect(digest(context({ ...list, Dockerfile: "FROM x\n" }))).not.toBe(digest(context(list)));
});

it("changes with a mode and with where a link points", () => {
  const [plain, executable, linked, elsewhere] = [context(), context(), context(), context()];
  chmodSync(join(executable, "src/main.ts"), 0o755);
  symlinkSync("main.ts", join(linked, "src/link"));
  symlinkSync("deep", join(elsewhere, "src/link"));
  expect(new Set([plain, executable, linked, elsewhere].map(digest)).size).toBe(4);
});
