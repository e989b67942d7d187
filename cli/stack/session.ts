import { refuseTakenPorts } from "../addresses/index.ts";
import type { Context } from "../context.ts";
import { ensureCorpus, preparedCorpus } from "../corpus/index.ts";
import { ensureBaseImage } from "../engine/base-image.ts";
import { type Engine, ensureEngine } from "../engine/index.ts";
import { trainerImage, trainerSource } from "../images/index.ts";
import { ensureLocal } from "../local.ts";
import { ensureStack } from "../pulumi.ts";
import { type GeneratedConfig, stackConfigFiles, writeStackConfig } from "../stack-config.ts";
import { ensureToolchain, type Toolchain } from "../toolchain/index.ts";
import { Failure } from "../failure.ts";
import { openAccount } from "./account.ts";
import { type Configured, readConfigured } from "./configured.ts";
import {
  ensureGround,
  foreseeGround,
  type GroundValues,
  groundPorts,
  lastEngine,
  prepareGround,
  refuseGround,
} from "./ground.ts";
import { prepareServiceImages } from "./service-images.ts";
import { sideBySide } from "./side-by-side.ts";
import { readState } from "./state.ts";
import { type Trainer, validation } from "./trainer.ts";
import { upstreamOf } from "./upstream.ts";
import { validateRecipes } from "./validate.ts";

/** A stack with everything that the Pulumi CLI needs to work on it. */
export interface Session {
  readonly stack: string;
  readonly configured: Configured;
  readonly toolchain: Toolchain;
  /** Merged configuration for `--config-file`. */
  readonly configFile: string;
  /** Kubeconfig of the cluster of this machine or of the configuration. */
  readonly kubeconfig: string | undefined;
}

/**
 * `look`: take down what stands. `preview`: values for the program, building nothing. `update`: build and
 * start what is missing.
 */
export type Purpose = "look" | "preview" | "update";

/** Makes everything ready for `purpose` on the stack of the command line. */
export async function openSession(context: Context, purpose: Purpose): Promise<Session> {
  const { stack } = context.options();
  const progress = (line: string) => context.out.progress(line);
  const files = stackConfigFiles(context, stack);
  const configured = readConfigured(files.committed, context.env);
  if (purpose === "update") await refuseGround(context);
  const toolchain = await ensureToolchain(context, progress);
  const bed = configured.emulated && purpose !== "look" ? await ensureLocal(context, progress) : undefined;
  if (purpose === "update") await refuseTakenPorts(context, groundPorts(context, configured));
  if (purpose === "update" && !configured.emulated) await refuseEarly(context, configured, toolchain);
  const { generated, trainer } =
    purpose === "update"
      ? await makeAll(context, configured, bed?.engine)
      : await foresee(context, configured, bed?.engine);
  const ground = await groundFor(purpose, context, toolchain);
  const configFile = await writeStackConfig(context, stack, { ...generated, ...ground });
  await ensureStack(context, toolchain, stack);
  if (trainer !== undefined) await validateRecipes(configured.recipeJobs, validation(context, toolchain, trainer));
  const kubeconfig = configured.text("trainyard:kubeconfig") ?? ground["trainyard:kubeconfig"];
  return { stack, configured, toolchain, configFile, kubeconfig };
}

/** The cluster for `purpose`. What never stood is taken down without one: it would be built first, for nothing. */
async function groundFor(purpose: Purpose, context: Context, toolchain: Toolchain): Promise<GroundValues> {
  if (purpose === "preview") return foreseeGround(context);
  const state = purpose === "look" ? await readState(context, toolchain, context.options().stack) : undefined;
  // Components have no id; a failed first update leaves nothing but providers.
  const stands = state?.some(({ type, id }) => id !== undefined && !type.startsWith("pulumi:")) ?? true;
  return stands ? ensureGround(context) : {};
}

/** What would only come out after minutes of building: no key, or an image that a RunPod elsewhere cannot pull. */
async function refuseEarly(context: Context, configured: Configured, toolchain: Toolchain): Promise<void> {
  const { stack } = context.options();
  // A key that is kept as a secret of the configuration is read by the CLI, which needs the merged file and the stack.
  await writeStackConfig(context, stack, {});
  await ensureStack(context, toolchain, stack);
  await openAccount(context, toolchain);
  const given = configured.has("trainyard:trainerImage") || upstreamOf(configured).trainer !== undefined;
  const pullable = given || configured.has("trainyard:registry");
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

/** The values for an update, with the images of a new machine; beside them the cluster's programs, which need nothing of them: the first time both take minutes. */
async function makeAll(context: Context, configured: Configured, engine: Engine | undefined): Promise<Made> {
  const [made] = await sideBySide(
    async (signal) => {
      const made = await make(context, configured, engine);
      await prepareServiceImages(context, configured, signal);
      return made;
    },
    (signal) => prepareGround(context, signal),
    (error) => context.out.progress(`${error.message}; this ends when what is being made beside it is done`),
  );
  return made;
}

/** The values for an update: the trainer image, which also prepares the corpus, is built before the program names it. */
async function make(context: Context, configured: Configured, engine: Engine | undefined): Promise<Made> {
  const progress = (line: string) => context.out.progress(line);
  const builds = configured.recipeJobs.length > 0 && !configured.has("trainyard:trainerImage");
  const prepares = configured.usesRecipes && !configured.has("trainyard:corpusDir");
  if (!builds && !prepares && !configured.has("trainyard:kubernetes")) return foresee(context, configured, engine);
  const running = engine ?? (await ensureEngine(context, progress));
  await ensureBaseImage(running, context, progress);
  if (!builds && !prepares) return foresee(context, configured, running);
  const image = await trainerImage(running, context, progress, upstreamOf(configured));
  const corpus = prepares ? await ensureCorpus(running, image, context, progress) : undefined;
  return { generated: values(running, corpus), trainer: { engine: running, ...image } };
}

/** The values as an update would make them, as far as they are known without making anything. */
async function foresee(context: Context, configured: Configured, engine: Engine | undefined): Promise<Made> {
  const { tag } = await trainerSource(context, upstreamOf(configured));
  const corpus = configured.has("trainyard:corpusDir") ? undefined : await preparedCorpus(context, tag);
  return { generated: { ...lastEngine(context), ...values(engine, corpus) } };
}

function values(engine: Engine | undefined, corpus: { id: string; dir: string } | undefined): GeneratedConfig {
  return {
    ...(engine === undefined ? {} : { "trainyard:dockerHost": engine.host }),
    "trainyard:corpusDir": corpus?.dir,
    "trainyard:corpusId": corpus?.id,
  };
}
