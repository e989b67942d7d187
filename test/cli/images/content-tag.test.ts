import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { parseAllowList } from "../../../cli/images/allow-list.ts";
import { imageSource } from "../../../cli/images/content-tag.ts";
import { contextArchive } from "../../../cli/images/context-archive.ts";

const files: Record<string, string> = {
  "images/a/Dockerfile": "FROM x\n",
  "images/a/Dockerfile.dockerignore": "# what goes in\n**\n!src\n!lock.txt\n**/__pycache__\n**/*.log\n",
  "lock.txt": "one==1\n",
  "src/main.py": "print(1)\n",
  "src/deep/other.py": "print(2)\n",
  "src/__pycache__/main.pyc": "bytes",
  "src/run.log": "noise",
  "README.md": "words",
};

function project(changed: Record<string, string> = {}): string {
  const root = mkdtempSync(join(tmpdir(), "image-"));
  for (const [name, text] of Object.entries({ ...files, ...changed })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const source = (root: string, args?: Record<string, string>) => imageSource(root, "images/a/Dockerfile", args);

it("takes what the allow-list names, without what it leaves out", async () => {
  const { files: taken } = await source(project());
  expect(taken).toEqual(["images/a/Dockerfile", "lock.txt", "src/deep/other.py", "src/main.py"]);
});

it("is equal for equal content, wherever the project lies", async () => {
  const { tag } = await source(project());
  expect(tag).toMatch(/^[0-9a-f]{12}$/);
  expect((await source(project())).tag).toBe(tag);
});

it.each(["README.md", "src/run.log", "src/__pycache__/main.pyc"])("does not change with %s", async (name) => {
  expect((await source(project({ [name]: "other" }))).tag).toBe((await source(project())).tag);
});

it.each(["images/a/Dockerfile", "lock.txt", "src/main.py", "src/new.py"])("changes with %s", async (name) => {
  expect((await source(project({ [name]: "other" }))).tag).not.toBe((await source(project())).tag);
});

it("changes when a file becomes executable, moves, or a build argument changes", async () => {
  const { tag } = await source(project());
  const executable = project();
  chmodSync(join(executable, "src/main.py"), 0o755);
  expect((await source(executable)).tag).not.toBe(tag);
  expect((await source(project(), { TORCH_INDEX: "cpu" })).tag).not.toBe(tag);
});

it("packs the same bytes for the same files", async () => {
  const pack = async () => {
    const root = project();
    return contextArchive(root, (await source(root)).files);
  };
  expect((await pack()).equals(await pack())).toBe(true);
});

it.each([
  ["node_modules\n", 'the first line must be "**"'],
  ["**\n!src/*.py\n", 'only "!path" and "**/name" are understood'],
  ["**\nsrc\n", 'only "!path" and "**/name" are understood'],
])("refuses %j, which Docker would read in another way", (text, why) => {
  expect(() => parseAllowList(text, "x.dockerignore")).toThrow(why);
});

it("leaves the trainer image alone when a recipe changes: recipes are no part of it", async () => {
  const { files: taken } = await imageSource(process.cwd(), "images/trainer/Dockerfile");
  expect(taken).toContain("training/trainyard_training/recipe.py");
  expect(taken.filter((file) => file.startsWith("training/recipes"))).toEqual([]);
});
