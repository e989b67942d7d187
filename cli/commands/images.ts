import type { Command } from "commander";
import type { Context } from "../context.ts";
import { ensureEngine } from "../engine/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { ensureImage } from "../images/index.ts";
import { type ListedImage, listImage, writeSbom } from "../images/listing.ts";
import { ownImages } from "../images/own-image.ts";
import { findStale, type Pruned, prune, type StaleImage } from "../images/prune.ts";
import { runningEngine } from "../local.ts";
import { withExample } from "../program.ts";

interface ImagesOptions {
  readonly build?: boolean;
  readonly sbom?: boolean;
  readonly prune?: boolean;
}

/**
 * `./yard images`: our images with tag, size, budget and digest. Fails when one is over its budget. With `--prune` those
 * that the sources do not make any more; removes them with `--yes`.
 */
export function register(program: Command, context: Context): void {
  const command = program
    .command("images")
    .description("our images: tag, size against its budget, digest, bill of materials")
    .option("--build", "build those that are missing, without pushing them")
    .option("--sbom", "write a CycloneDX bill of materials of each that is there")
    .option("--prune", "find images that the sources do not make any more; a dry run unless --yes");
  const examples = ["./yard images", "./yard images --build --sbom", "./yard images --prune --yes"] as const;
  withExample(command, ...examples).action(async (options: ImagesOptions) => {
    if (options.prune === true) return pruneStale(context, options);
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

async function pruneStale(context: Context, { build, sbom }: ImagesOptions): Promise<void> {
  if (build === true || sbom === true)
    throw new Failure(
      {
        what: "--prune goes with no other option of ./yard images",
        on: "the command line",
        why: "it removes, and the others make",
        todo: "run them one after the other",
      },
      exitCodes.usage,
    );
  const progress = (line: string) => context.out.progress(line);
  const engine = await ensureEngine(context, progress);
  const stale = await findStale(engine, ownImages(context));
  context.out.text(stale.length === 0 ? "the engine has no image of ours that these sources do not make" : staleHeader);
  for (const image of stale) context.out.text(staleRow(image));
  const { yes } = context.options();
  if (!yes && stale.length > 0) context.out.text(renderDryRun(stale));
  const pruned: Pruned | undefined = yes ? await prune(engine, stale, progress) : undefined;
  if (pruned !== undefined) context.out.text(renderPruned(pruned));
  context.out.document({ ok: true, stale, pruned: pruned ?? null });
}

const staleCells = (image: string, tag: string, created: string, size: string, own: string, names: string): string =>
  `${image.padEnd(10)} ${tag.padEnd(13)} ${created.padEnd(10)} ${size.padStart(9)} ${own.padStart(9)}  ${names}`;
const staleHeader = staleCells("image", "tag", "created", "size", "unshared", "names in the engine");

function staleRow({ createdAt, sizeMB, ownMB, names }: StaleImage): string {
  const [image = "", tag = ""] = (names[0] ?? "").split("/").at(-1)?.split(/[:@]/) ?? [];
  const own = ownMB === undefined ? "?" : `${Math.round(ownMB)} MB`;
  const day = createdAt.toISOString().slice(0, 10);
  return staleCells(image, tag, day, `${Math.round(sizeMB)} MB`, own, String(names.length));
}

function renderDryRun(stale: readonly StaleImage[]): string {
  const leastMB = stale.reduce((sum, { ownMB = 0 }) => sum + ownMB, 0);
  return [
    `dry run: ./yard images --prune --yes removes ${stale.length} image(s), at least ${Math.round(leastMB)} MB;`,
    "other clones that work with the same engine build theirs again",
  ].join(" ");
}

function renderPruned({ removed, kept, freedMB, freedStepsMB }: Pruned): string {
  const parts = [
    `${removed.length} name(s) removed`,
    ...(kept.length === 0 ? [] : [`${kept.length} kept`]),
    `freed ${Math.round(freedMB)} MB of layers and ${Math.round(freedStepsMB)} MB of build steps`,
  ];
  return parts.join(", ");
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
