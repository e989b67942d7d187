import type { Context } from "../context.ts";
import { ensureCorpus, preparedCorpus } from "../corpus/index.ts";
import { type Engine, ensureEngine } from "../engine/index.ts";
import { pushImage } from "../images/push.ts";
import { trainerImage, trainerSource } from "../images/index.ts";
import { ensureLocal } from "../local.ts";
import { ensureStack } from "../pulumi.ts";
import { type GeneratedConfig, stackConfigFiles, writeStackConfig } from "../stack-config.ts";
import { ensureToolchain, type Toolchain } from "../toolchain/index.ts";
import { Failure } from "../failure.ts";
import { openAccount } from "./account.ts";
import { type Configured, readConfigured } from "./configured.ts";
import { type Trainer, validation } from "./trainer.ts";
import { validateRecipes } from "./validate.ts";

/** A stack with everything that the Pulumi CLI needs to work on it. */
export interface Session {
  readonly stack: string;
  readonly configured: Configured;
  readonly toolchain: Toolchain;
  /** Merged configuration for `--config-file`. */
  readonly configFile: string;
}

/** `look`: read the state. `preview`: also values for the program, building nothing. `update`: build and start what is missing. */
export type Purpose = "look" | "preview" | "update";

/** Makes everything ready for `purpose` on the stack of the command line. */
export async function openSession(context: Context, purpose: Purpose): Promise<Session> {
  const { stack } = context.options();
  const progress = (line: string) => context.out.progress(line);
  const files = stackConfigFiles(context, stack);
  const configured = readConfigured(files.committed, context.env);
  const toolchain = await ensureToolchain(context, progress);
  const bed = configured.emulated && purpose !== "look" ? await ensureLocal(context, progress) : undefined;
  if (purpose === "update" && !configured.emulated) await refuseEarly(context, configured, toolchain);
  const { generated, trainer } =
    purpose === "update" ? await make(context, configured, bed?.engine) : await foresee(context, configured);
  const configFile = await writeStackConfig(context, stack, generated);
  await ensureStack(context, toolchain, stack);
  if (trainer !== undefined) await validateRecipes(configured.recipeJobs, validation(context, toolchain, trainer));
  return { stack, configured, toolchain, configFile };
}

/** What would only come out after minutes of building: no key, or an image that a RunPod elsewhere cannot pull. */
async function refuseEarly(context: Context, configured: Configured, toolchain: Toolchain): Promise<void> {
  const { stack } = context.options();
  // A key that is kept as a secret of the configuration is read by the CLI, which needs the merged file and the stack.
  await writeStackConfig(context, stack, {});
  await ensureStack(context, toolchain, stack);
  await openAccount(context, toolchain);
  const pullable = configured.has("trainyard:trainerImage") || configured.has("trainyard:registry");
  if (!configured.remote || pullable || configured.recipeJobs.length === 0) return;
  throw new Failure({
    what: "RunPod could not pull the trainer image",
    on: stackConfigFiles(context, stack).committed,
    why: "it is built on this machine, and neither trainyard:registry nor trainyard:trainerImage says where else it is",
    todo: "set trainyard:registry to a registry that you are logged in to (docker login), or trainyard:trainerImage to an image there",
  });
}

/** Values for the program, and the trainer image where it was seen to. */
interface Made {
  readonly generated: GeneratedConfig;
  readonly trainer?: Trainer;
}

/** The values for an update: the trainer image is built and, for a real RunPod, pushed; the corpus is prepared. */
async function make(context: Context, configured: Configured, engine: Engine | undefined): Promise<Made> {
  const wantsImage = !configured.has("trainyard:trainerImage") || !configured.has("trainyard:corpusDir");
  if (!wantsImage || !configured.usesRecipes) return foresee(context, configured);
  const progress = (line: string) => context.out.progress(line);
  const running = engine ?? (await ensureEngine(context, progress));
  const image = await trainerImage(running, context, progress);
  const corpus = configured.has("trainyard:corpusDir")
    ? undefined
    : await ensureCorpus(running, image, context, progress);
  const name = await published(context, configured, running, image.name);
  return { generated: values(configured, name, image.tag, corpus), trainer: { engine: running, ...image } };
}

/** Where a real RunPod pulls from; the engine's own name where the registry is not needed. */
async function published(context: Context, configured: Configured, engine: Engine, name: string): Promise<string> {
  const registry = configured.text("trainyard:registry");
  if (!configured.remote || configured.has("trainyard:trainerImage") || registry === undefined) return name;
  return pushImage(engine, name, registry, (line) => context.out.progress(line));
}

/** The values as an update would make them, as far as they are known without making anything. */
async function foresee(context: Context, configured: Configured): Promise<Made> {
  const { name, tag } = await trainerSource(context);
  const registry = configured.remote ? configured.text("trainyard:registry") : undefined;
  const corpus = configured.has("trainyard:corpusDir") ? undefined : await preparedCorpus(context, tag);
  return { generated: values(configured, registry === undefined ? name : `${registry}/${name}`, tag, corpus) };
}

/** A named image goes by its own tag: ours says nothing about it. */
function values(
  configured: Configured,
  trainerImage: string,
  imageTag: string,
  corpus: { id: string; dir: string } | undefined,
): GeneratedConfig {
  return {
    "trainyard:trainerImage": trainerImage,
    "trainyard:imageTag": configured.has("trainyard:trainerImage") ? undefined : imageTag,
    "trainyard:corpusDir": corpus?.dir,
    "trainyard:corpusId": corpus?.id,
  };
}
