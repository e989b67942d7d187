import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../context.ts";
import { runInImage } from "../corpus/container.ts";
import type { Engine } from "../engine/index.ts";
import type { TrainerImage } from "../images/index.ts";
import type { Toolchain } from "../toolchain/index.ts";
import { openAccount } from "./account.ts";
import type { Validation } from "./validate.ts";

/** The trainer image in an engine of this machine. */
export interface Trainer extends TrainerImage {
  readonly engine: Engine;
}

const CATALOG_MS = 3000;
/** Exit code of `validate` for a recipe that it refuses. */
const REFUSED = 2;

/** Validation by the trainer image, without a network, against the GPUs of the stack's account. */
export function validation(context: Context, toolchain: Toolchain, trainer: Trainer): Validation {
  return {
    home: context.home,
    imageTag: trainer.tag,
    judge: (recipe, memoryGb) => judge(context, trainer, JSON.stringify(recipe), memoryGb),
    gpus: () => gpus(context, toolchain),
    warn: (line) => context.out.warn(line),
  };
}

/** Undefined where the account cannot be asked: whoever needs it says why, and it may be away for a preview. */
async function gpus(context: Context, toolchain: Toolchain) {
  try {
    const { service } = await openAccount(context, toolchain);
    return await service.listGpus({ timeoutMs: CATALOG_MS });
  } catch {
    return undefined;
  }
}

async function judge(context: Context, trainer: Trainer, recipe: string, memoryGb: number | undefined) {
  const folder = join(context.home, "validated");
  mkdirSync(folder, { recursive: true });
  const aside = mkdtempSync(join(folder, "recipe-"));
  const progress = (line: string) => context.out.progress(line);
  progress(`validating a recipe${memoryGb === undefined ? "" : ` for GPUs of ${memoryGb} GB`}`);
  try {
    writeFileSync(join(aside, "recipe.json"), recipe);
    const memory = memoryGb === undefined ? [] : ["--gpu-memory-gb", String(memoryGb)];
    const command = ["validate", "--recipe", "/recipe/recipe.json", "--json", ...memory];
    return await runInImage(
      trainer.engine,
      {
        image: trainer.name,
        command: ["python3", "-m", "trainyard_training", ...command],
        folders: { "/recipe": aside },
        network: "none",
        purpose: "validate a recipe",
        interrupted: context.interrupted,
        answers: [REFUSED],
      },
      progress,
    );
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}
