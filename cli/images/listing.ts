import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type Docker from "dockerode";
import { imageVersion } from "../../components/lib/images.ts";
import type { Engine } from "../engine/endpoint.ts";
import type { Site } from "../toolchain/index.ts";
import type { OwnImage } from "./own-image.ts";
import { renderBom } from "./sbom/bom.ts";
import { installedPackages } from "./sbom/inspect.ts";

const bytesPerMB = 1e6;

/** An image of ours as the engine has it. */
export interface ListedImage {
  readonly image: string;
  readonly tag: string;
  /** All layers together, unpacked; undefined until it is built. */
  readonly sizeMB: number | undefined;
  readonly budgetMB: number;
  readonly withinBudget: boolean;
  /** `repository@sha256:...` for each registry that it was pushed to. */
  readonly digests: readonly string[];
  /** File of its CycloneDX bill of materials, if one was written. */
  readonly sbom: string | undefined;
}

/** What the engine has of an image; the same content under a registry's name counts too. */
export async function listImage(engine: Engine | undefined, site: Site, image: OwnImage): Promise<ListedImage> {
  const found = engine === undefined ? undefined : await inspectImage(engine, image);
  const { budgetMB } = imageVersion(image.source);
  const sizeMB = found === undefined ? undefined : Math.round(found.Size / bytesPerMB);
  const file = sbomFile(site, image);
  return {
    image: image.source,
    tag: image.tag,
    sizeMB,
    budgetMB,
    withinBudget: sizeMB === undefined || sizeMB <= budgetMB,
    digests: found?.RepoDigests.filter((digest) => digest.includes(`/trainyard/${image.source}@`)) ?? [],
    sbom: existsSync(file) ? file : undefined,
  };
}

/** Writes the bill of materials of an image that the engine has; false where it has not. */
export async function writeSbom(engine: Engine, site: Site, image: OwnImage): Promise<boolean> {
  const found = await inspectImage(engine, image);
  if (found === undefined) return false;
  const packages = await installedPackages(engine, site, found.Id);
  const subject = { name: `trainyard/${image.source}`, tag: image.tag, imageId: found.Id };
  const file = sbomFile(site, image);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, await renderBom(subject, packages));
  return true;
}

/** `.trainyard/sbom/<image>-<tag>.json`. */
function sbomFile(site: Pick<Site, "home">, { source, tag }: OwnImage): string {
  return join(site.home, "sbom", `${source}-${tag}.json`);
}

async function inspectImage(engine: Engine, image: OwnImage): Promise<Docker.ImageInspectInfo | undefined> {
  const all = await engine.docker.listImages();
  const named = (tag: string) => tag === image.name || tag.endsWith(`/${image.name}`);
  const found = all.find((one) => one.RepoTags?.some(named) === true);
  return found === undefined ? undefined : engine.docker.getImage(found.Id).inspect();
}
