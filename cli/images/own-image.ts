import {
  dockerfileOf,
  type Foundation,
  type ImagePlan,
  overrideTag,
  planImage,
  readImageSource,
} from "../../components/image/index.ts";
import { ArgsError } from "../../components/lib/errors.ts";
import { type ImageName, imageNames, imageVersion } from "../../components/lib/images.ts";
import { Failure } from "../failure.ts";
import type { Site } from "../toolchain/index.ts";

/** An image of ours as the sources at hand make it. */
export interface OwnImage {
  readonly source: ImageName;
  /** Name under which the engine knows it: `trainyard/<source>:<tag>`; the program's resource builds the same. */
  readonly name: string;
  /** Content tag: equal sources, equal tag. */
  readonly tag: string;
  /** The image of ours that it stands on. */
  readonly base: OwnImage | undefined;
  /** All build arguments, the base included. */
  readonly buildArgs: Readonly<Record<string, string>>;
}

/**
 * Name, tag and arguments of an image, without looking whether it exists. `upstreamBase` (`trainyard:images` with `base`) is an image that stands for our base.
 */
export function ownImage(site: Pick<Site, "root">, source: ImageName, upstreamBase?: string): OwnImage {
  const { from } = imageVersion(source);
  const base = from === undefined && upstreamBase === undefined ? ownImage(site, "base") : undefined;
  const plan = planned(site, source, foundation(from, base, upstreamBase));
  const buildArgs = { ...plan.buildArgs, BASE: base?.name ?? from ?? upstreamBase ?? "" };
  return { source, name: plan.imageName, tag: plan.contentTag, base, buildArgs };
}

/** What the image stands on, as the program's resource sees it; undefined for the base itself. */
function foundation(from: string | undefined, base: OwnImage | undefined, upstreamBase: string | undefined) {
  if (from !== undefined) return undefined;
  return { contentTag: base?.tag ?? overrideTag(upstreamBase ?? "") };
}

/** Every image of ours, in the order in which they are built. */
export function ownImages(site: Pick<Site, "root">): readonly OwnImage[] {
  return imageNames.map((name) => ownImage(site, name));
}

function planned(site: Pick<Site, "root">, source: ImageName, base: Foundation | undefined): ImagePlan {
  try {
    return planImage(source, readImageSource(site.root, dockerfileOf(source)), { base });
  } catch (error) {
    if (!(error instanceof ArgsError)) throw error;
    throw new Failure({
      what: `the image ${source} has no tag`,
      on: dockerfileOf(source),
      why: error.message,
      todo: "correct what is named above",
    });
  }
}
