import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { ArgsError } from "../components/lib/errors.ts";
import { problemsOf } from "../components/lib/problems.ts";
import type { JsonObject } from "../components/training-job/index.ts";

const FOLDER = new URL("../training/recipes/", import.meta.url);

/** What we read of a recipe; the trainer, which uses the rest, validates it. */
const schema = z.looseObject({ version: z.literal(1), name: z.string().min(1) });

/** A recipe of training/recipes by its file's name. Throws ArgsError when there is none, or it is not one. */
export function readRecipe(name: string, folder: URL = FOLDER): JsonObject {
  const subject = `recipe "${name}"`;
  const names = readdirSync(folder).flatMap((file) => (file.endsWith(".yaml") ? [file.slice(0, -".yaml".length)] : []));
  if (!names.includes(name)) {
    throw new ArgsError(subject, [
      { path: "recipe", reason: `is not in training/recipes; there are ${names.sort().join(", ")}` },
    ]);
  }
  const parsed = schema.safeParse(parse(readFileSync(new URL(`${name}.yaml`, folder), "utf8")), { reportInput: true });
  if (!parsed.success) throw new ArgsError(subject, problemsOf(parsed.error));
  if (parsed.data.name !== name) {
    throw new ArgsError(subject, [{ path: "name", reason: `must be the file's (${name}), got ${parsed.data.name}` }]);
  }
  return parsed.data as JsonObject;
}
