import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { parseAllowList } from "../../../components/image/allow-list.ts";
import { dockerfileOf, planImage, readImageSource } from "../../../components/image/index.ts";
import { imageNames, imageVersion } from "../../../components/lib/images.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

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
  const root = temporaryFolder("image");
  for (const [name, text] of Object.entries({ ...files, ...changed })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const source = (root: string) => readImageSource(root, "images/a/Dockerfile");
const tag = (root: string, buildArgs: Record<string, string> = {}, contentTag = "base") =>
  planImage("trainer", source(root), { base: { contentTag }, buildArgs }).contentTag;

it("takes what the allow-list names, without what it leaves out", () => {
  const taken = Object.keys(source(project()).files);
  expect(taken).toEqual(["images/a/Dockerfile", "lock.txt", "src/deep/other.py", "src/main.py"]);
});

it("is equal for equal content, wherever the project lies", () => {
  expect(tag(project())).toMatch(/^[0-9a-f]{12}$/);
  expect(tag(project())).toBe(tag(project()));
});

it.each(["README.md", "src/run.log", "src/__pycache__/main.pyc"])("does not change with %s", (name) => {
  expect(tag(project({ [name]: "other" }))).toBe(tag(project()));
});

it.each(["images/a/Dockerfile", "lock.txt", "src/main.py", "src/new.py"])("changes with %s", (name) => {
  expect(tag(project({ [name]: "other" }))).not.toBe(tag(project()));
});

it("changes when a file becomes executable, or a build argument or the base changes", () => {
  const executable = project();
  chmodSync(join(executable, "src/main.py"), 0o755);
  expect(new Set([tag(project()), tag(executable), tag(project(), { X: "1" }), tag(project(), {}, "other")]).size).toBe(
    4,
  );
});

it("refuses an allow-list that names what is not there", () => {
  const root = project({ "images/a/Dockerfile.dockerignore": "**\n!gone\n" });
  expect(() => source(root)).toThrow("gone: is missing, and images/a/Dockerfile.dockerignore needs it");
});

it.each([
  ["node_modules\n", 'the first line must be "**"'],
  ["**\n!src/*.py\n", 'only "!path" and "**/name" are understood'],
  ["**\nsrc\n", 'only "!path" and "**/name" are understood'],
])("refuses %j, which Docker would read in another way", (text, why) => {
  expect(() => parseAllowList(text, "x.dockerignore")).toThrow(why);
});

it("leaves the trainer image alone when a recipe changes: recipes are no part of it", () => {
  const taken = Object.keys(readImageSource(process.cwd(), dockerfileOf("trainer")).files);
  expect(taken).toContain("training/trainyard_training/recipe.py");
  expect(taken.filter((file) => file.startsWith("training/recipes"))).toEqual([]);
});

it("finds all that each image of ours names", () => {
  for (const name of imageNames) {
    const base = imageVersion(name).from === undefined ? { contentTag: "base" } : undefined;
    const plan = planImage(name, readImageSource(process.cwd(), dockerfileOf(name)), { base });
    expect(plan.imageName).toBe(`trainyard/${name}:${plan.contentTag}`);
  }
});
