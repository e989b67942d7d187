import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { publishOnce } from "../../local/cache/publish.ts";
import type { Context } from "../context.ts";
import type { Engine } from "../engine/index.ts";
import { Failure } from "../failure.ts";
import type { TrainerImage } from "../images/index.ts";
import type { Progress } from "../toolchain/part.ts";
import { runInImage } from "./container.ts";

/** A prepared corpus: content id and folder. */
export interface Corpus {
  readonly id: string;
  readonly dir: string;
}

const manifest = z.looseObject({ id: z.string().regex(/^[A-Za-z0-9_.-]+$/) });

/**
 * Makes sure of the prepared corpus: real Khmer text from Debian packages, fetched once, prepared once for each version of
 * the trainer image, both by the image's own commands. Written aside and renamed; safe to kill at any moment.
 */
export async function ensureCorpus(
  engine: Engine,
  image: TrainerImage,
  context: Pick<Context, "cache" | "interrupted">,
  progress: Progress,
): Promise<Corpus> {
  const known = await preparedCorpus(context, image.tag);
  if (known !== undefined) return known;
  const folder = join(context.cache, "corpora");
  const sources = join(folder, "sources");
  const prepared = join(folder, image.tag);
  await mkdir(join(folder, "work"), { recursive: true });
  const tool = (
    purpose: string,
    network: "host" | "none",
    command: readonly string[],
    folders: Record<string, string>,
  ) =>
    runInImage(
      engine,
      {
        image: image.name,
        purpose,
        network,
        command: [...python, ...command],
        folders,
        interrupted: context.interrupted,
      },
      progress,
    );
  await publishOnce(sources, async (aside) => {
    progress("fetching Khmer text: Debian packages, with source and licence");
    await mkdir(aside, { recursive: true });
    await tool("fetch the Khmer text", "host", ["fetch", "--out", "/out"], { "/out": aside });
  });
  await publishOnce(prepared, async (aside) => {
    progress("preparing the corpus: normalise, clean, segment, remove duplicates, split, tokenize");
    await mkdir(aside, { recursive: true });
    const command = ["prepare", "--sources", "/sources", "--out", "/out", "--cache", "/cache"];
    const folders = { "/sources": sources, "/out": aside, "/cache": join(folder, "work") };
    await tool("prepare the corpus", "none", command, folders);
  });
  return readCorpus(prepared);
}

/** The corpus of one version of the trainer image, where it is prepared already. */
export async function preparedCorpus(context: Pick<Context, "cache">, imageTag: string): Promise<Corpus | undefined> {
  const dir = join(context.cache, "corpora", imageTag);
  return existsSync(join(dir, "manifest.json")) ? readCorpus(dir) : undefined;
}

const python = ["python3", "-m", "trainyard_training"] as const;

async function readCorpus(dir: string): Promise<Corpus> {
  const parsed = manifest.safeParse(JSON.parse(await readFile(join(dir, "manifest.json"), "utf8").catch(() => "null")));
  if (parsed.success) return { id: parsed.data.id, dir };
  throw new Failure({
    what: "the prepared corpus cannot be read",
    on: join(dir, "manifest.json"),
    why: "it has no id",
    todo: `delete ${dir} and run this again`,
  });
}
