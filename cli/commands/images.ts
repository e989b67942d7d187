import type { Command } from "commander";
import type { Context } from "../context.ts";
import { ensureEngine } from "../engine/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { ensureImage } from "../images/index.ts";
import { type ListedImage, listImage, writeSbom } from "../images/listing.ts";
import { ownImages } from "../images/own-image.ts";
import { runningEngine } from "../local.ts";
import { withExample } from "../program.ts";

interface ImagesOptions {
  readonly build?: boolean;
  readonly sbom?: boolean;
}

/** `./yard images`: our images with tag, size, budget and digest. Fails when one is over its budget. */
export function register(program: Command, context: Context): void {
  const command = program
    .command("images")
    .description("our images: tag, size against its budget, digest, bill of materials")
    .option("--build", "build those that are missing, without pushing them")
    .option("--sbom", "write a CycloneDX bill of materials of each that is there");
  withExample(command, "./yard images", "./yard images --build --sbom").action(async (options: ImagesOptions) => {
    const images = await list(context, options);
    context.out.text(header);
    for (const image of images) context.out.text(row(image));
    const over = images.filter((image) => !image.withinBudget);
    context.out.document({ ok: over.length === 0, images });
    for (const { image, sizeMB, budgetMB } of over)
      context.out.warn(`${image} is over its budget: ${sizeMB ?? 0} MB, ${budgetMB} MB allowed (images/versions.json)`);
    if (over.length > 0) process.exitCode = exitCodes.failed;
  });
}

async function list(context: Context, options: ImagesOptions): Promise<readonly ListedImage[]> {
  const progress = (line: string) => context.out.progress(line);
  const engine = options.build === true ? await ensureEngine(context, progress) : await runningEngine(context);
  const images = ownImages(context);
  if (options.build === true && engine !== undefined)
    for (const image of images) await ensureImage(engine, image, context, progress);
  if (options.sbom === true && engine !== undefined)
    for (const image of images) await writeSbom(engine, context, image);
  return Promise.all(images.map((image) => listImage(engine, context, image)));
}

const cells = (image: string, tag: string, size: string, budget: string, rest: string): string =>
  `${image.padEnd(10)} ${tag.padEnd(13)} ${size.padStart(9)} ${budget.padStart(9)}  ${rest}`.trimEnd();
const header = cells("image", "tag", "size", "budget", "digest, bill of materials");

function row({ image, tag, sizeMB, budgetMB, withinBudget, digests, sbom }: ListedImage): string {
  const size = sizeMB === undefined ? "not built" : `${sizeMB} MB`;
  const over = withinBudget ? [] : ["OVER BUDGET"];
  return cells(
    image,
    tag,
    size,
    `${budgetMB} MB`,
    [...over, ...digests, ...(sbom === undefined ? [] : [sbom])].join("  "),
  );
}
