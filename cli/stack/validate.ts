import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { JsonObject } from "../../components/training-job/index.ts";
import { readRecipe } from "../../stacks/recipes.ts";
import { contentKey } from "../../local/cache/content-key.ts";
import { Failure } from "../failure.ts";
import type { RecipeJob } from "./configured.ts";
import { type GpuMemory, smallestMemoryGb } from "./gpu-memory.ts";

/** What the trainer says of a recipe. */
const judgement = z.object({ errors: z.array(z.string()), warnings: z.array(z.string()) });
type Judgement = z.infer<typeof judgement>;

/** What validation needs of the world around it. */
export interface Validation {
  readonly home: string;
  /** Content tag of the trainer image that judges. */
  readonly imageTag: string;
  /** The trainer's answer, one JSON document. `memoryGb`: of one GPU, where it is known. */
  readonly judge: (recipe: JsonObject, memoryGb: number | undefined) => Promise<string>;
  /** The catalog of GPUs; undefined where it is not to be had. Asked at most once. */
  readonly gpus: () => Promise<readonly GpuMemory[] | undefined>;
  readonly warn: (line: string) => void;
}

/**
 * Has the trainer judge the recipe of every job, so that what cannot work is refused before anything costs money. What has
 * passed is remembered by content: image, whole recipe and candidates, from which the memory follows. Throws Failure.
 */
export async function validateRecipes(jobs: readonly RecipeJob[], around: Validation): Promise<void> {
  let asked: ReturnType<Validation["gpus"]> | undefined;
  const once = { ...around, gpus: () => (asked ??= around.gpus()) };
  const refused: { readonly job: RecipeJob; readonly errors: readonly string[] }[] = [];
  for (const job of jobs) {
    const { errors, warnings } = await judged(job, once);
    if (errors.length > 0) refused.push({ job, errors });
    for (const warning of warnings) around.warn(`recipe "${job.recipe}" of job "${job.name}": ${warning}`);
  }
  if (refused.length > 0) throw refusal(refused);
}

async function judged(job: RecipeJob, around: Validation): Promise<Judgement> {
  const recipe = resolved(job);
  const parts = { recipe: JSON.stringify(recipe), candidates: JSON.stringify(job.candidates ?? null) };
  const file = join(around.home, "validated", `${contentKey({ image: around.imageTag, ...parts })}.json`);
  const known = read(() => readFileSync(file, "utf8"));
  if (known !== undefined) return known;
  const memoryGb = await smallestMemoryGb(job.candidates, around.gpus);
  const said = await around.judge(recipe, memoryGb);
  const answer = read(() => said);
  if (answer === undefined) throw unreadable(job, said);
  // Without the memory the judgement is only half of one, so it is asked for again.
  if (answer.errors.length === 0 && memoryGb !== undefined) remember(file, answer);
  return answer;
}

function read(text: () => string): Judgement | undefined {
  try {
    return judgement.parse(JSON.parse(text()));
  } catch {
    return undefined;
  }
}

function remember(file: string, answer: Judgement): void {
  mkdirSync(join(file, ".."), { recursive: true });
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, JSON.stringify(answer));
  renameSync(aside, file);
}

function resolved(job: RecipeJob): JsonObject {
  try {
    return readRecipe(job.recipe);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const todo = "mend the file in training/recipes, or name another recipe in the stack's file";
    throw new Failure({ what: "a recipe cannot be used", on: `job "${job.name}"`, why, todo }, undefined, {
      cause: error,
    });
  }
}

function refusal(refused: readonly { readonly job: RecipeJob; readonly errors: readonly string[] }[]): Failure {
  const recipes = [...new Set(refused.map(({ job }) => `training/recipes/${job.recipe}.yaml`))];
  return new Failure({
    what: refused.length === 1 ? "a recipe cannot work" : `the recipes of ${refused.length} jobs cannot work`,
    on: refused.map(({ job }) => `job "${job.name}", recipe "${job.recipe}"`).join("; "),
    why: [...new Set(refused.flatMap(({ errors }) => errors))].join("\n"),
    todo: `change ${recipes.join(", ")} or the job's candidates and run it again; nothing was created on RunPod`,
  });
}

function unreadable(job: RecipeJob, said: string): Failure {
  return new Failure({
    what: "the trainer gave no judgement of a recipe",
    on: `job "${job.name}", recipe "${job.recipe}"`,
    why: said.trim() === "" ? "it said nothing" : `it said: ${said.trim().slice(0, 400)}`,
    todo: "read its lines above; ./yard up builds the image again after a change of training/",
  });
}
