import { join } from "node:path";
import { withLock } from "../../local/cache/lock.ts";
import { baseImage, ensureBaseImage, hasImage } from "../engine/base-image.ts";
import type { Engine } from "../engine/endpoint.ts";
import type { Site } from "../toolchain/index.ts";
import type { Progress } from "../toolchain/part.ts";
import { buildImage } from "./build.ts";
import { imageSource, type ImageSource } from "./content-tag.ts";

const trainerDockerfile = "images/trainer/Dockerfile";

/** The trainer image of the sources at hand. */
export interface TrainerImage {
  /** Name under which the engine knows it: `trainyard/trainer:<tag>`. */
  readonly name: string;
  /** Content tag; the hash of a run contains it, so equal sources mean an equal run. */
  readonly tag: string;
}

/** Name and tag of the trainer image, without looking whether it exists. TRAINYARD_TORCH_INDEX names another torch. */
export async function trainerSource(site: Site): Promise<TrainerImage & { readonly source: ImageSource }> {
  const torchIndex = site.env["TRAINYARD_TORCH_INDEX"];
  const buildArgs: Record<string, string> = torchIndex ? { TORCH_INDEX: torchIndex } : {};
  const source = await imageSource(site.root, trainerDockerfile, buildArgs);
  return { name: `trainyard/trainer:${source.tag}`, tag: source.tag, source };
}

/** Makes sure that the engine has the trainer image of the sources at hand; builds it where it is missing. */
export async function trainerImage(engine: Engine, site: Site, progress: Progress): Promise<TrainerImage> {
  const { name, tag, source } = await trainerSource(site);
  if (await hasImage(engine, name)) return { name, tag };
  await withLock(
    join(site.cache, "locks", "trainer-image"),
    async () => {
      if (await hasImage(engine, name)) return;
      await ensureBaseImage(engine, site, progress);
      progress(`building ${name}: about 3 minutes the first time`);
      await buildImage(engine, source, { name, buildArgs: { BASE: baseImage } }, site, progress);
    },
    { onWait: (holder) => progress(`waiting for process ${holder}, which builds the image`) },
  );
  return { name, tag };
}
