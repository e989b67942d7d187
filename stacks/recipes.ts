import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { ArgsError } from "../components/lib/errors.ts";
import { problemsOf } from "../components/lib/problems.ts";
import type { JsonObject } from "../components/training-job/index.ts";

const FOLDER = new URL("../training/recipes/", import.meta.url);

/** What we read of a recipe; the trainer, which uses the rest, validates it. */
const schema = z.looseObject({
  version: z.literal(1),
  name: z.string().min(1),
  base: z.looseObject({ recipe: z.union([z.string(), z.looseObject({})]).nullish() }).exactOptional(),
});

/**
 * A recipe of training/recipes by its file's name, whole: where `base.recipe` names another one, that one's content stands
 * instead. So a run's hash covers all it is made from, and the trainer image needs no recipe. Throws ArgsError.
 */
export function readRecipe(name: string, folder: URL = FOLDER): JsonObject {
  return whole(name, folder, []);
}

function whole(name: string, folder: URL, above: readonly string[]): JsonObject {
  const path = [...above, name];
  if (above.includes(name)) {
    throw new ArgsError(`recipe "${name}"`, [
      { path: "base.recipe", reason: `stands on itself: ${path.join(" -> ")}; break the circle` },
    ]);
  }
  const recipe = readOne(name, folder, above.at(-1));
  const base = recipe.base?.recipe;
  if (typeof base !== "string") return recipe as JsonObject;
  return { ...recipe, base: { ...recipe.base, recipe: whole(base, folder, path) } };
}

function readOne(name: string, folder: URL, above: string | undefined): z.infer<typeof schema> {
  const subject = `recipe "${above ?? name}"`;
  const names = readdirSync(folder).flatMap((file) => (file.endsWith(".yaml") ? [file.slice(0, -".yaml".length)] : []));
  if (!names.includes(name)) {
    const [path, what] = above === undefined ? ["recipe", "is"] : ["base.recipe", `${name} is`];
    throw new ArgsError(subject, [
      { path, reason: `${what} not in training/recipes; there are ${names.sort().join(", ")}` },
    ]);
  }
  const parsed = schema.safeParse(parse(readFileSync(new URL(`${name}.yaml`, folder), "utf8")), { reportInput: true });
  if (!parsed.success) throw new ArgsError(`recipe "${name}"`, problemsOf(parsed.error));
  if (parsed.data.name !== name) {
    const reason = `must be the file's (${name}), got ${parsed.data.name}`;
    throw new ArgsError(`recipe "${name}"`, [{ path: "name", reason }]);
  }
  return parsed.data;
}
