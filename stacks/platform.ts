import * as pulumi from "../components/lib/pulumi.ts";
import { ArgsError } from "../components/lib/errors.ts";
import { NetworkVolume } from "../components/runpod/index.ts";
import { type DataRef, TrainingJob, type TrainingJobArgs } from "../components/training-job/index.ts";
import type { JobConfig, StackConfig, VolumeConfig } from "./config.ts";
import { readRecipe } from "./recipes.ts";

/** What a stack consists of. */
export interface Platform {
  readonly volume: NetworkVolume | undefined;
  readonly jobs: Readonly<Record<string, TrainingJob>>;
}

/** Wires the components: one volume for data and results, and the jobs that use it. Nothing is made of a bad recipe. */
export function buildPlatform(config: StackConfig): Platform {
  const planned = config.jobs.map((job) => [job, jobArgs(job, config)] as const);
  const volume = config.volume && volumeOf(config.volume);
  const jobs = planned.map(([job, args]) => {
    const place = volume && job.volume !== false ? { volumeId: volume.id, volumeDataCenter: volume.dataCenter } : {};
    return [job.name, new TrainingJob(job.name, { ...args, ...place })] as const;
  });
  return { volume, jobs: Object.fromEntries(jobs) };
}

function volumeOf({ name, ...args }: VolumeConfig): NetworkVolume {
  return new NetworkVolume(name, args);
}

function jobArgs(job: JobConfig, config: StackConfig): TrainingJobArgs {
  const { name: _name, volume: _volume, recipe, image, ...rest } = job;
  return {
    ...rest,
    ...(image === undefined ? trainerImage(config) : { image }),
    ...(recipe === undefined ? {} : { recipe: readRecipe(recipe), data: corpusOf(job, config) }),
  };
}

function trainerImage(config: StackConfig): Pick<TrainingJobArgs, "image" | "imageTag"> {
  const { trainerImage: image, imageTag } = config;
  return imageTag === undefined ? { image } : { image, imageTag };
}

/** The prepared corpus. Preview needs none: which data it will be is not known yet, what it will cost is. */
function corpusOf(job: JobConfig, config: StackConfig): pulumi.Input<DataRef> {
  const { corpusId: id, corpusDir: path } = config;
  if (id !== undefined && path !== undefined) return { id, path };
  if (pulumi.isDryRun()) return pulumi.output(pulumi.unknown) as unknown as pulumi.Output<DataRef>;
  const reason = `is missing, and job "${job.name}" trains on it; ./yard up prepares it, or set corpusId and corpusDir`;
  throw new ArgsError("configuration of this stack (trainyard:...)", [{ path: "corpusId", reason }]);
}
