import { z } from "zod";
import { ArgsError, type Problem } from "../components/lib/errors.ts";
import { problemsOf } from "../components/lib/problems.ts";
import { groundFields, groundProblems, structuredGround } from "./ground-config.ts";

const word = z.string().min(1);
const cloud = z.enum(["SECURE", "COMMUNITY"]);
const count = z.int().min(1).max(16);
const positive = z.number().positive();

const wish = z.strictObject({ gpu: word, cloud, dataCenter: word.exactOptional(), count: count.exactOptional() });
const rule = z.strictObject({
  minMemoryGb: positive,
  maxUsdPerHour: positive,
  cloud: cloud.exactOptional(),
  count: count.exactOptional(),
});

/** One job. Money and time have no default: somebody decides. All other defaults are the component's. */
const job = z.strictObject({
  name: word,
  /** Name of a file in training/recipes, without ending; or a command. */
  recipe: word.exactOptional(),
  command: z.array(z.string()).min(1).exactOptional(),
  /** Another image than the trainer. */
  image: word.exactOptional(),
  candidates: z.union([z.array(wish).min(1), rule]),
  maxUsd: positive,
  maxUsdPerHour: positive,
  maxDurationMinutes: positive,
  provisionTimeoutMinutes: positive.exactOptional(),
  attempts: z.int().min(1).exactOptional(),
  /** Whether it uses the stack's volume. @default true where there is one */
  volume: z.boolean().exactOptional(),
  env: z.record(z.string(), z.string()).exactOptional(),
  secretEnv: z.record(z.string(), z.string()).exactOptional(),
  seed: z.int().min(0).exactOptional(),
  checkpointMinutes: positive.exactOptional(),
  checkpointKeep: z.int().min(1).exactOptional(),
  stallMinutes: positive.nullable().exactOptional(),
  keepOnFailureMinutes: z.number().min(0).exactOptional(),
  handoverSeconds: z.number().min(0).exactOptional(),
  billingWaitSeconds: z.number().min(0).exactOptional(),
  wait: z.enum(["completion", "started"]).exactOptional(),
  diskGb: z.int().min(1).exactOptional(),
  registryAuthId: word.exactOptional(),
  labels: z.record(z.string(), z.string()).exactOptional(),
});

const volume = z.strictObject({
  name: word,
  sizeGb: z.int().min(10).max(4096),
  dataCenter: word,
  /** Whether the data outlives `down`. */
  retain: z.boolean(),
});

/** Everything under `trainyard:` in Pulumi.<stack>.yaml. Keys of the RunPod connection are read by the providers. */
const schema = z.strictObject({
  ...groundFields,
  /** `emulated`, or the URL of a RunPod API. */
  runpod: word,
  /** Image that recipes run in. @default - ours, built from images/trainer */
  trainerImage: word.exactOptional(),
  /** Content tag of that image. @default - name and tag of the image */
  imageTag: word.exactOptional(),
  /** Where a real RunPod pulls our images from; without it they stay in the engine that builds them. */
  registry: word.exactOptional(),
  /** Prepared corpus: its folder and the id of its manifest. */
  corpusDir: word.exactOptional(),
  corpusId: word.exactOptional(),
  owner: word.exactOptional(),
  runpodFeatures: z.string().exactOptional(),
  runpodApiKey: word.exactOptional(),
  runpodS3AccessKey: word.exactOptional(),
  runpodS3SecretKey: word.exactOptional(),
  volume: volume.exactOptional(),
  /** Training runs. Empty for a platform alone. */
  jobs: z.array(job),
});

export type StackConfig = z.infer<typeof schema>;
export type JobConfig = z.infer<typeof job>;
export type VolumeConfig = z.infer<typeof volume>;

const PREFIX = "trainyard:";
/** Keys whose value is written as YAML and arrives as JSON. */
const structured = new Set(["volume", "jobs", ...structuredGround]);

/** The stack's configuration, from all keys as Pulumi hands them over. Throws ArgsError with every problem at once. */
export function parseConfig(values: Readonly<Record<string, string>>): StackConfig {
  const own = Object.entries(values).filter(([key]) => key.startsWith(PREFIX));
  const raw = Object.fromEntries(own.map(([key, value]) => fieldOf(key.slice(PREFIX.length), value)));
  const parsed = schema.safeParse(raw, { reportInput: true });
  const problems = parsed.success ? crossProblems(parsed.data) : problemsOf(parsed.error);
  if (problems.length > 0 || !parsed.success)
    throw new ArgsError("configuration of this stack (trainyard:...)", problems);
  return parsed.data;
}

function fieldOf(key: string, value: string): readonly [string, unknown] {
  if (!structured.has(key)) return [key, value];
  try {
    return [key, JSON.parse(value)];
  } catch {
    return [key, value];
  }
}

function crossProblems(config: StackConfig): readonly Problem[] {
  const problems: Problem[] = [...groundProblems(config)];
  if (config.jobs.length === 0 && config.kubernetes === undefined)
    problems.push({
      path: "jobs",
      reason: "is empty, and the stack has no platform either; give a job, or kubernetes",
    });
  const names = config.jobs.map((entry) => entry.name);
  config.jobs.forEach((entry, index) => {
    const path = `jobs[${index}]`;
    if (names.indexOf(entry.name) !== index)
      problems.push({ path: `${path}.name`, reason: `"${entry.name}" is taken` });
    if ((entry.recipe === undefined) === (entry.command === undefined)) {
      problems.push({ path: `${path}.recipe`, reason: "give exactly one of recipe and command" });
    }
    if (entry.volume === true && config.volume === undefined) {
      problems.push({ path: `${path}.volume`, reason: "this stack has no volume; configure one or leave this out" });
    }
  });
  if ((config.corpusDir === undefined) !== (config.corpusId === undefined)) {
    problems.push({
      path: "corpusId",
      reason: "give corpusId and corpusDir together: the id names what is in the folder",
    });
  }
  return problems;
}
