import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { stringify } from "yaml";
import { readRecipe } from "../../stacks/recipes.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trainyard-recipes-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, more: object = {}): void {
  writeFileSync(join(folder, `${name}.yaml`), stringify({ version: 1, name, kind: "scratch", ...more }));
}
const read = (name: string) => readRecipe(name, pathToFileURL(`${folder}/`));

it("is read by its name", () => {
  expect(readRecipe("smoke-scratch")).toMatchObject({ version: 1, name: "smoke-scratch", kind: "scratch" });
});

it("is refused when there is none, naming those there are", () => {
  expect(() => readRecipe("smok")).toThrow(/is not in training\/recipes; there are .*smoke-scratch/);
});

it("holds the whole recipe that it stands on, at every depth", () => {
  write("a", { base: { architecture: { hidden_size: 8 }, recipe: "b" } });
  write("b", { base: { recipe: "c" } });
  write("c", { training: { steps: 1 } });
  const c = { version: 1, name: "c", kind: "scratch", training: { steps: 1 } };
  const b = { version: 1, name: "b", kind: "scratch", base: { recipe: c } };
  expect(read("a")).toEqual({
    version: 1,
    name: "a",
    kind: "scratch",
    base: { architecture: { hidden_size: 8 }, recipe: b },
  });
  expect(readRecipe("smoke-lora")["base"]).toMatchObject({ recipe: readRecipe("smoke-scratch") });
});

it("changes when the recipe that it stands on changes, and not with any other", () => {
  write("a", { base: { recipe: "b" } });
  write("b");
  const before = read("a");
  write("other");
  expect(read("a")).toEqual(before);
  write("b", { training: { steps: 2 } });
  expect(read("a")).not.toEqual(before);
});

it("leaves a base alone that is whole already", () => {
  write("a", { base: { recipe: { version: 1, name: "b" } } });
  expect(read("a")).toMatchObject({ base: { recipe: { version: 1, name: "b" } } });
});

it("is refused when it stands on itself, naming the circle", () => {
  write("a", { base: { recipe: "b" } });
  write("b", { base: { recipe: "a" } });
  expect(() => read("a")).toThrow("base.recipe: stands on itself: a -> b -> a; break the circle");
});

it("is refused when it stands on one that is not there", () => {
  write("a", { base: { recipe: "none" } });
  expect(() => read("a")).toThrow(/recipe "a".*\n.*base\.recipe: none is not in training\/recipes; there are a/);
});

it("is refused when its name is not its file's, or it is none at all", () => {
  write("a", { name: "b" });
  expect(() => read("a")).toThrow("name: must be the file's (a), got b");
  write("a", { version: 2 });
  expect(() => read("a")).toThrow(/version/);
});
