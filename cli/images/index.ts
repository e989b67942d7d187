import { join } from "node:path";
import type { ImageName } from "../../components/lib/images.ts";
import { dockerfileOf } from "../../components/image/index.ts";
import { withLock } from "../../local/cache/lock.ts";
import { ensureBaseImage, hasImage } from "../engine/base-image.ts";
import type { Engine } from "../engine/endpoint.ts";
import type { Site } from "../toolchain/index.ts";
import type { Progress } from "../toolchain/part.ts";
import { buildImage, type Interruptible } from "./build.ts";
import { type OwnImage, ownImage } from "./own-image.ts";

/** About how long a first build takes on two cores, for people who wait. */
const firstBuild: Readonly<Record<ImageName, string>> = {
  base: "half a minute",
  postgres: "1 minute",
  mlflow: "2 minutes",
  hdfs: "3 minutes",
  hbase: "3 minutes",
  trainer: "4 minutes",
};

/** The trainer image of the sources at hand. */
export interface TrainerImage {
  /** Name under which the engine knows it: `trainyard/trainer:<tag>`. */
  readonly name: string;
  /** Content tag; the hash of a run contains it, so equal sources mean an equal run. */
  readonly tag: string;
}

/** Name and tag of the trainer image, without looking whether it exists. */
export async function trainerSource(site: Site, upstreamBase?: string): Promise<TrainerImage> {
  return ownImage(site, "trainer", upstreamBase);
}

/** Makes sure that the engine has the trainer image of the sources at hand; builds it where it is missing. */
export async function trainerImage(
  engine: Engine,
  site: Site,
  progress: Progress,
  upstreamBase?: string,
): Promise<TrainerImage> {
  return ensureImage(engine, ownImage(site, "trainer", upstreamBase), site, progress);
}

/** Makes sure that the engine has an image of ours, and first what it stands on. */
export async function ensureImage(
  engine: Engine,
  image: OwnImage,
  site: Interruptible<Site>,
  progress: Progress,
): Promise<OwnImage> {
  const { name, source, base, buildArgs } = image;
  if (await hasImage(engine, name)) return image;
  if (source === "base") await ensureBaseImage(engine, site, progress);
  if (base !== undefined) await ensureImage(engine, base, site, progress);
  await withLock(
    join(site.cache, "locks", `image-${source}`),
    async () => {
      if (await hasImage(engine, name)) return;
      progress(`building ${name}: about ${firstBuild[source]} the first time`);
      await buildImage(engine, { imageName: name, dockerfile: dockerfileOf(source), args: buildArgs }, site, progress);
    },
    { onWait: (holder) => progress(`waiting for process ${holder}, which builds the image`) },
  );
  return image;
}
