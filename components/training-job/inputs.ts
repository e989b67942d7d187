import { z } from "zod";
import { spentUsd } from "../lib/cost/spend.ts";
import { ArgsError, type Problem } from "../lib/errors.ts";
import { nameProblems } from "../lib/names.ts";
import { SUPERVISOR_PORT } from "../lib/pod-port.ts";
import { problemsOf } from "../lib/problems.ts";
import { hasUnknown } from "../lib/unknown.ts";
import { s3DataCenters } from "../runpod/s3-data-centers.ts";
import type { CandidateRule, CandidateWish, JobInputs, Json, JsonObject } from "./args.ts";

const word = z.string().min(1);
const cloud = z.enum(["SECURE", "COMMUNITY"]);
const count = z.int().min(1).max(16);
const json: z.ZodType<Json> = z.json();
const recipe: z.ZodType<JsonObject> = z.record(z.string(), json);
const variable = z.string().regex(/^(?!TRAINYARD_|RUNPOD_)[A-Za-z_][A-Za-z0-9_]*$/, {
  error: "must be a variable name that starts neither with TRAINYARD_ nor with RUNPOD_",
});

const wish = z.strictObject({ gpu: word, cloud, dataCenter: word.optional(), count: count.optional() });
const rule = z.strictObject({
  minMemoryGb: z.number().positive(),
  maxUsdPerHour: z.number().positive(),
  cloud: cloud.optional(),
  count: count.optional(),
});

const httpUrl = /^https?:\/\/[^\s@]+$/;
const tracking = z.strictObject({
  controlUrl: z.string().regex(/^(https?:\/\/[^\s@]+|kube:\/\/[a-z0-9-]+\/[a-z0-9-]+:\d{1,5})$/, {
    error: "must be an http(s) URL or kube://<namespace>/<service>:<port>",
  }),
  username: word,
  password: z.string().min(1, { error: "must not be empty" }),
  experiment: word.optional(),
  podUrl: z.string().regex(httpUrl, { error: "must be an http(s) URL" }).optional(),
  podHeaders: z.record(z.string().regex(/^[A-Za-z0-9-]+$/), z.string()).optional(),
});

const owner = z.string().regex(/^[a-z0-9_.-]{1,63}$/, {
  error: "must be 1 to 63 lower-case letters, digits, `_`, `.` or `-`",
});
const budget = z.strictObject({
  limitUsd: z.number().positive().max(1_000_000_000),
  team: owner,
  environment: owner,
  period: z.enum(["day", "week", "month"]),
  ledger: z.strictObject({
    controlUrl: z.string().regex(/^(postgres:\/\/[^\s@/]+|kube:\/\/[a-z0-9-]+\/[a-z0-9-]+:\d{1,5})$/, {
      error: "must be postgres://<host>:<port> or kube://<namespace>/<service>:<port>",
    }),
    database: word,
    username: word,
    password: z.string().min(1, { error: "must not be empty" }),
  }),
});

/** The provider's inputs, field by field. What concerns several fields is in `crossProblems`. */
const schema = z.strictObject({
  project: word,
  stack: word,
  name: word,
  image: word,
  imageTag: word,
  recipe: recipe.nullable(),
  command: z.array(z.string()).min(1).nullable(),
  data: z
    .strictObject({
      id: z.string().regex(/^[A-Za-z0-9_.-]+$/, { error: "must be a content id" }),
      path: word,
      snapshot: word.optional(),
    })
    .nullable(),
  candidates: z.union([z.array(wish).min(1).max(32), rule]),
  maxUsdPerHour: z.number().positive(),
  maxUsd: z.number().positive(),
  maxDurationMinutes: z.number().min(1).max(43_200),
  provisionTimeoutMinutes: z.number().min(1).max(120),
  attempts: z.int().min(1).max(20),
  volumeId: word.nullable(),
  volumeDataCenter: word.nullable(),
  env: z.record(variable, z.string()),
  secretEnv: z.record(
    variable,
    z.string().regex(/^(?!RUNPOD)[A-Za-z0-9_.-]{1,191}$/, { error: "must be the name of a RunPod secret" }),
  ),
  seed: z.int().min(0).max(4_294_967_295),
  checkpointMinutes: z.number().min(1).max(1440),
  checkpointKeep: z.int().min(1).max(100),
  stallMinutes: z.number().min(1).max(1440).nullable(),
  keepOnFailureMinutes: z.number().min(0).max(1440),
  handoverSeconds: z.number().min(0).max(3600),
  billingWaitSeconds: z.number().min(0).max(3600),
  wait: z.enum(["completion", "started"]),
  diskGb: z.int().min(1).max(2000),
  registryAuthId: word.nullable(),
  labels: z.record(z.string(), z.string()),
  ports: z.array(z.string().regex(/^\d{1,5}\/(http|tcp)$/, { error: "must be as 8888/http or 22/tcp" })).max(9),
  mlflow: tracking.optional(),
  budget: budget.optional(),
});

/** Fields of `inputs` that are not known yet, wholly or in part. */
export function unknownFields(inputs: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  return new Set(Object.keys(inputs).filter((key) => hasUnknown(inputs[key])));
}

/**
 * The inputs once they are seen to be right. Throws ArgsError with every problem found. Fields that are not known yet
 * are passed over and come back as they are, so that preview judges the rest.
 */
export function parseInputs(raw: Readonly<Record<string, unknown>>): JobInputs {
  const unknown = unknownFields(raw);
  const parsed = schema.safeParse(raw, { reportInput: true });
  const wrong = parsed.success ? [] : problemsOf(parsed.error);
  const problems = wrong.filter((problem) => !unknown.has(fieldOf(problem.path)));
  const broken = new Set([...problems.map((problem) => fieldOf(problem.path)), ...unknown]);
  const inputs = raw as unknown as JobInputs;
  problems.push(...crossProblems(inputs, broken));
  if (problems.length > 0) throw new ArgsError(`TrainingJob ${JSON.stringify(raw["name"] ?? "?")}`, problems);
  return inputs;
}

function fieldOf(path: string): string {
  return path.split(/[.[]/)[0] ?? path;
}

/** Rules over several fields; a rule is passed over where one of its fields is broken or not known. */
function crossProblems(inputs: JobInputs, broken: ReadonlySet<string>): readonly Problem[] {
  const problems: Problem[] = [];
  const sound = (...fields: (keyof JobInputs)[]): boolean => fields.every((field) => !broken.has(field));
  if (sound("project", "stack", "name")) problems.push(...identityProblems(inputs));
  if (sound("recipe", "command") && (inputs.recipe === null) === (inputs.command === null)) {
    problems.push({ path: "recipe", reason: "give exactly one of recipe and command" });
  }
  if (sound("recipe")) problems.push(...sizeProblems("recipe", JSON.stringify(inputs.recipe), MAX_ORDER_BYTES));
  if (sound("command")) problems.push(...sizeProblems("command", JSON.stringify(inputs.command), MAX_ORDER_BYTES));
  if (sound("volumeDataCenter") && inputs.volumeId !== null && inputs.volumeDataCenter === null) {
    problems.push({ path: "volumeDataCenter", reason: "is required with volumeId: the volume pins the data centre" });
  }
  if (sound("volumeDataCenter")) problems.push(...endpointProblems(inputs));
  if (sound("candidates")) problems.push(...placeProblems(inputs), ...ruleProblems(inputs, sound("maxUsdPerHour")));
  if (sound("env", "secretEnv")) problems.push(...envProblems(inputs));
  if (sound("ports", "volumeId")) problems.push(...portProblems(inputs));
  const money = sound("maxUsd", "maxUsdPerHour", "keepOnFailureMinutes", "handoverSeconds");
  if (money) problems.push(...budgetProblems(inputs));
  return problems;
}

function identityProblems(inputs: JobInputs): readonly Problem[] {
  const problems = nameProblems({ project: inputs.project, stack: inputs.stack, job: inputs.name });
  return problems.map((problem) => (problem.path === "job" ? { ...problem, path: "name" } : problem));
}

/** Otherwise a volume is paid for that neither takes the data nor gives the results. */
function endpointProblems({ volumeId, volumeDataCenter: at }: JobInputs): readonly Problem[] {
  if (volumeId === null || at === null || s3DataCenters.includes(at)) return [];
  const reason = `must be where RunPod serves volumes by S3 (${s3DataCenters.join(", ")}), got ${at}`;
  return [{ path: "volumeDataCenter", reason }];
}

function isList(candidates: JobInputs["candidates"]): candidates is readonly CandidateWish[] {
  return Array.isArray(candidates);
}

function placeProblems(inputs: JobInputs): readonly Problem[] {
  if (inputs.volumeId === null) return [];
  const pinned = hasUnknown(inputs.volumeDataCenter) ? null : inputs.volumeDataCenter;
  const wishes: readonly (CandidateWish | CandidateRule)[] = isList(inputs.candidates)
    ? inputs.candidates
    : [inputs.candidates];
  return wishes.flatMap((candidate, index) => {
    const path = isList(inputs.candidates) ? `candidates[${index}]` : "candidates";
    const problems: Problem[] = [];
    if (candidate.cloud === "COMMUNITY") {
      problems.push({
        path: `${path}.cloud`,
        reason: "must be SECURE with a volume: network volumes exist there only",
      });
    }
    const dataCenter = "dataCenter" in candidate ? candidate.dataCenter : undefined;
    if (pinned !== null && dataCenter !== undefined && dataCenter !== pinned) {
      problems.push({ path: `${path}.dataCenter`, reason: `must be the volume's (${pinned}), got ${dataCenter}` });
    }
    return problems;
  });
}

function ruleProblems(inputs: JobInputs, ceilingKnown: boolean): readonly Problem[] {
  if (isList(inputs.candidates) || !ceilingKnown || inputs.candidates.maxUsdPerHour <= inputs.maxUsdPerHour) return [];
  const reason = `must be at most the job's maxUsdPerHour (${inputs.maxUsdPerHour}), got ${inputs.candidates.maxUsdPerHour}`;
  return [{ path: "candidates.maxUsdPerHour", reason }];
}

/** RunPod takes 50 variables in a pod; five of them are ours. */
const MAX_VARIABLES = 45;
/** Linux starts no program with a longer variable (128 KiB with its name, `=` and NUL): such a pod would be billed and never run. */
const MAX_VARIABLE_BYTES = 131_071;
/** Of recipe or command as JSON: both travel in a variable with the rest of the pod's orders, a recipe once more with blanks. */
const MAX_ORDER_BYTES = 65_536;

function sizeProblems(path: string, text: string, most: number): readonly Problem[] {
  const bytes = Buffer.byteLength(text);
  return bytes <= most ? [] : [{ path, reason: `must be at most ${most} bytes long, got ${bytes}` }];
}

function envProblems(inputs: JobInputs): readonly Problem[] {
  const secrets = Object.keys(inputs.secretEnv);
  const twice = secrets.filter((variableName) => variableName in inputs.env);
  const problems: Problem[] = twice.map((name) => ({
    path: `secretEnv.${name}`,
    reason: "is also in env; give it once",
  }));
  for (const [name, value] of Object.entries(inputs.env)) {
    if (hasUnknown(value)) continue;
    problems.push(...sizeProblems(`env.${name}`, value, MAX_VARIABLE_BYTES - name.length - 1));
  }
  const all = Object.keys(inputs.env).length + secrets.length;
  if (all <= MAX_VARIABLES) return problems;
  return [
    ...problems,
    { path: "env", reason: `must have at most ${MAX_VARIABLES} variables with secretEnv, got ${all}` },
  ];
}

function portProblems({ ports, volumeId }: JobInputs): readonly Problem[] {
  const numbers = ports.map((port) => Number.parseInt(port, 10));
  return numbers.flatMap((number, index) => {
    const path = `ports[${index}]`;
    if (number < 1 || number > 65_535) return [{ path, reason: `must be a port from 1 to 65535, got ${number}` }];
    if (numbers.indexOf(number) !== index) return [{ path, reason: `names port ${number} twice` }];
    const isTaken = volumeId === null && number === SUPERVISOR_PORT;
    return isTaken
      ? [{ path, reason: `must not be ${SUPERVISOR_PORT}: results leave a pod without a volume by it` }]
      : [];
  });
}

/** A cap that does not even pay for the ending of one pod would start nothing. */
function budgetProblems(inputs: JobInputs): readonly Problem[] {
  const endingSeconds = inputs.keepOnFailureMinutes * 60 + inputs.handoverSeconds + 180;
  const leastUsd = spentUsd(endingSeconds, inputs.maxUsdPerHour);
  if (inputs.maxUsd >= leastUsd) return [];
  const reason = `must be at least ${leastUsd.toFixed(3)} to pay for a minute and an orderly end at maxUsdPerHour, got ${inputs.maxUsd}`;
  return [{ path: "maxUsd", reason }];
}
