import { join } from "node:path";
import type { ImageName } from "../../components/lib/images.ts";
import { dockerfileOf, overrideTag } from "../../components/image/index.ts";
import { withLock } from "../../local/cache/lock.ts";
import { ensureBaseImage, hasImage, pullImage } from "../engine/base-image.ts";
import type { Engine } from "../engine/endpoint.ts";
import { Failure } from "../failure.ts";
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
  "data-api": "3 minutes",
  trainer: "4 minutes",
};

/** The trainer image of the sources at hand. */
export interface TrainerImage {
  /** Name under which the engine knows it: `trainyard/trainer:<tag>`. */
  readonly name: string;
  /** Content tag; the hash of a run contains it, so equal sources mean an equal run. */
  readonly tag: string;
}

/** `trainyard:images` of a stack: references that stand for images of ours. */
export type Upstream = Readonly<Partial<Record<ImageName, string>>>;

/** Name and tag of the trainer image, ours or the one that stands for it, without looking whether it exists. */
export async function trainerSource(site: Pick<Site, "root">, upstream: Upstream = {}): Promise<TrainerImage> {
  const { trainer, base } = upstream;
  return trainer === undefined ? ownImage(site, "trainer", base) : { name: trainer, tag: overrideTag(trainer) };
}

/** Makes sure that the engine has the trainer image; ours is built where it is missing, another one pulled. */
export async function trainerImage(
  engine: Engine,
  site: Site,
  progress: Progress,
  upstream: Upstream = {},
): Promise<TrainerImage> {
  const { trainer, base } = upstream;
  if (trainer === undefined) return ensureImage(engine, ownImage(site, "trainer", base), site, progress);
  if (!(await hasImage(engine, trainer))) {
    progress(`pulling ${trainer}`);
    const refused = await pullImage(engine, trainer);
    if (refused !== undefined) throw unpulled(engine, trainer, refused);
  }
  return trainerSource(site, upstream);
}

function unpulled(engine: Engine, reference: string, why: string): Failure {
  return new Failure({
    what: "the trainer image could not be pulled",
    on: `${reference}, by the engine at ${engine.host}`,
    why,
    todo: "correct trainyard:images, or leave trainer out of it: ours is then built",
  });
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
