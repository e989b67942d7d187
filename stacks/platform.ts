import * as pulumi from "../components/lib/pulumi.ts";
import { ArgsError } from "../components/lib/errors.ts";
import { NetworkVolume } from "../components/runpod/index.ts";
import { type DataRef, type JsonObject, TrainingJob, type TrainingJobArgs } from "../components/training-job/index.ts";
import type { JobConfig, StackConfig, VolumeConfig } from "./config.ts";
import { buildGround, buildImages, type Ground, type Images } from "./ground.ts";
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
  const ground = buildGround(config, images);
  const planned = recipes.map(([job, recipe]) => [job, jobArgs(job, recipe, config, images)] as const);
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

function jobArgs(job: JobConfig, recipe: JsonObject | undefined, config: StackConfig, images: Images): TrainingJobArgs {
  const { name: _name, volume: _volume, recipe: _recipe, image, ...rest } = job;
  return {
    ...rest,
    ...(image === undefined ? trainerImage(config, images) : { image }),
    ...(recipe === undefined ? {} : { recipe, data: corpusOf(job, config) }),
  };
}

function trainerImage(config: StackConfig, images: Images): Pick<TrainingJobArgs, "image" | "imageTag"> {
  const { trainerImage: image, imageTag } = config;
  if (image !== undefined) return imageTag === undefined ? { image } : { image, imageTag };
  const { reference, contentTag } = images("trainer");
  return { image: reference, imageTag: contentTag };
}

/** The prepared corpus. Preview needs none: which data it will be is not known yet, what it will cost is. */
function corpusOf(job: JobConfig, config: StackConfig): pulumi.Input<DataRef> {
  const { corpusId: id, corpusDir: path } = config;
  if (id !== undefined && path !== undefined) return { id, path };
  if (pulumi.isDryRun()) return pulumi.output(pulumi.unknown) as unknown as pulumi.Output<DataRef>;
  const reason = `is missing, and job "${job.name}" trains on it; ./yard up prepares it, or set corpusId and corpusDir`;
  throw new ArgsError("configuration of this stack (trainyard:...)", [{ path: "corpusId", reason }]);
}
