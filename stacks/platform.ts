import * as pulumi from "../components/lib/pulumi.ts";
import { ArgsError } from "../components/lib/errors.ts";
import { CorpusSnapshot } from "../components/corpus/index.ts";
import { NetworkVolume } from "../components/runpod/index.ts";
import { type DataRef, type JsonObject, TrainingJob, type TrainingJobArgs } from "../components/training-job/index.ts";
import type { JobConfig, StackConfig, VolumeConfig } from "./config.ts";
import { buildGround, buildImages, CORPUS_LOADER, type Ground, type Images } from "./ground.ts";
import { readRecipe } from "./recipes.ts";

/** What a stack consists of. */
export interface Platform {
  readonly volume: NetworkVolume | undefined;
  readonly jobs: Readonly<Record<string, TrainingJob>>;
  /** What stays up; undefined for a stack without a cluster. */
  readonly ground: Ground | undefined;
}

/** Wires the components: the ground, one volume for data and results, and the jobs that use it. Nothing is made of a bad recipe. */
export function buildPlatform(config: StackConfig): Platform {
  const recipes = config.jobs.map(
    (job) => [job, job.recipe === undefined ? undefined : readRecipe(job.recipe)] as const,
  );
  const images = buildImages(config);
  const usesRecipes = config.jobs.some((job) => job.recipe !== undefined);
  const ground = buildGround(config, images, usesRecipes);
  const corpus = corpusOf(config, ground);
  const planned = recipes.map(([job, recipe]) => [job, jobArgs(job, recipe, config, images, corpus)] as const);
  const volume = config.volume && volumeOf(config.volume);
  const jobs = planned.map(([job, args]) => {
    const place = volume && job.volume !== false ? { volumeId: volume.id, volumeDataCenter: volume.dataCenter } : {};
    return [job.name, new TrainingJob(job.name, { ...args, ...place, ...recorded(ground, config) })] as const;
  });
  return { volume, jobs: Object.fromEntries(jobs), ground };
}

/** Runs are recorded where the stack has a tracker, and paid from its budget where it has one. */
function recorded(ground: Ground | undefined, { budget }: StackConfig): Pick<TrainingJobArgs, "mlflow" | "budget"> {
  const { tracking, ledger } = ground ?? {};
  return {
    ...(tracking === undefined ? {} : { mlflow: tracking.link }),
    ...(budget === undefined || ledger === undefined ? {} : { budget: { ...budget, ledger: ledger.owner } }),
  };
}

function volumeOf({ name, ...args }: VolumeConfig): NetworkVolume {
  return new NetworkVolume(name, args);
}

/** The data of a job that trains by a recipe. */
type Corpus = (job: JobConfig) => pulumi.Input<DataRef>;

function jobArgs(
  job: JobConfig,
  recipe: JsonObject | undefined,
  config: StackConfig,
  images: Images,
  corpus: Corpus,
): TrainingJobArgs {
  const { name: _name, volume: _volume, recipe: _recipe, image, ...rest } = job;
  return {
    ...rest,
    ...(image === undefined ? trainerImage(config, images) : { image }),
    ...(recipe === undefined ? {} : { recipe, data: corpus(job) }),
  };
}

function trainerImage(config: StackConfig, images: Images): Pick<TrainingJobArgs, "image" | "imageTag"> {
  const { trainerImage: image, imageTag } = config;
  if (image !== undefined) return imageTag === undefined ? { image } : { image, imageTag };
  const { reference, contentTag } = images("trainer");
  return { image: reference, imageTag: contentTag };
}

/** Where the data API keeps the corpus. */
const CORPUS_PATH = "/corpora/khmer";

/** The prepared corpus: from a snapshot where the stack has a data API, else from the folder that it was prepared in. */
function corpusOf(config: StackConfig, ground: Ground | undefined): Corpus {
  const gateway = ground?.gateway;
  let kept: CorpusSnapshot | undefined; // made with the first job that trains on it
  return (job) => {
    const prepared = preparedCorpus(job, config);
    const token = gateway?.link.tokens[CORPUS_LOADER]?.token;
    if (gateway === undefined || token === undefined) return prepared;
    const corpusId = pulumi.output(prepared).apply(({ id }) => id);
    const corpusDir = pulumi.output(prepared).apply(({ path }) => path);
    const api = { controlUrl: gateway.link.controlUrl, token };
    kept ??= new CorpusSnapshot("khmer", { api, path: CORPUS_PATH, corpusId, corpusDir });
    return kept.data;
  };
}

/** Preview needs none: which data it will be is not known yet, what it will cost is. */
function preparedCorpus(job: JobConfig, config: StackConfig): pulumi.Input<DataRef> {
  const { corpusId: id, corpusDir: path } = config;
  if (id !== undefined && path !== undefined) return { id, path };
  if (pulumi.isDryRun()) return pulumi.output(pulumi.unknown) as unknown as pulumi.Output<DataRef>;
  const reason = `is missing, and job "${job.name}" trains on it; ./yard up prepares it, or set corpusId and corpusDir`;
  throw new ArgsError("configuration of this stack (trainyard:...)", [{ path: "corpusId", reason }]);
}
