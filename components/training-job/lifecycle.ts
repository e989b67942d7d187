import { ArgsError } from "../lib/errors.ts";
import { canonicalJson } from "../lib/canonical-json.ts";
import { hasUnknown } from "../lib/unknown.ts";
import type { Lifecycle } from "../lib/shim.ts";
import type { JobInputs, PricePlan } from "./args.ts";
import { type Backend, connectBackend, type Retold } from "./backend.ts";
import { compareJob } from "./diff.ts";
import { parseInputs } from "./inputs.ts";
import {
  inputsOf,
  isDone,
  isOver,
  type JobResult,
  type Properties,
  stateOf,
  trackedOf,
  userFields,
} from "./outputs.ts";
import { type JobPlan, planJob, planPrices } from "./plan.ts";

/** How a stack's configuration becomes the outside world; called when the first call needs it. */
export type Connect = (config: (key: string) => string | undefined) => Backend;

/** How long `check` and `create` wait for the catalog, milliseconds. */
const CHECK_TIMEOUT_MS = 3000;
const CREATE_TIMEOUT_MS = 20_000;

/** The run's failure as Pulumi stores it: the resource exists, with these properties, and the next `up` goes on. */
class PartialFailure extends Error {
  readonly id: string;
  readonly properties: Properties;
  readonly reasons: readonly string[];
  constructor(message: string, id: string, properties: Properties) {
    super(message);
    this.name = "PartialFailure";
    this.id = id;
    this.properties = properties;
    this.reasons = [message];
  }
}

/** What a TrainingJob does, over the world that `connect` makes. */
export function jobLifecycle(connect: Connect): Lifecycle {
  let config: (key: string) => string | undefined = () => undefined;
  let backend: Backend | undefined;
  const world = (): Backend => (backend ??= connect(config));

  return {
    configure: async (req) => {
      config = (key) => req.config.get(key);
      backend = undefined;
    },
    check: async (olds: Properties, news: Properties) => checkJob(olds, news, world),
    diff: async (_id, olds: Properties, news: Properties) => compareJob(olds, news),
    create: async (inputs: Properties) => {
      const job = jobOf(inputs);
      return { id: job.plan.run, outs: await ensureRun(inputs, job, world()) };
    },
    update: async (_id, olds: Properties, news: Properties) => {
      const job = jobOf(news);
      // A run that is done is taken over from its record: a new budget or label must not depend on the network.
      // But lower limits are looked after where a pod still runs.
      const isRecorded = isDone({ ...olds, wait: news["wait"] }) && (isOver(olds["status"]) || !isLowered(olds, news));
      if (olds["hash"] === job.plan.hash && isRecorded) {
        const told = await retold(job.plan, olds, world);
        return { outs: stateOf(job.inputs, job.prices, job.plan.hash, { ...recordedResult(olds), ...told }) };
      }
      return { outs: await ensureRun(news, job, world()) };
    },
    read: async (id, props: Properties = {}) => readJob(id, props, world),
    delete: async (id, props: Properties) => world().end(recordedJob(id, props)),
  };
}

/** Limits that bind a pod which runs already. */
function isLowered(olds: Properties, news: Properties): boolean {
  return ["maxUsd", "maxUsdPerHour", "maxDurationMinutes"].some((key) => Number(news[key]) < Number(olds[key]));
}

interface Job {
  readonly inputs: JobInputs;
  readonly prices: PricePlan;
  readonly plan: JobPlan;
}

function jobOf(properties: Properties): Job {
  const inputs = parseInputs(userFields(properties));
  const prices = properties["plan"] as PricePlan | undefined;
  const known = prices ?? planPrices(inputs, () => undefined);
  return { inputs, prices: known, plan: planJob(inputs, known) };
}

async function checkJob(olds: Properties, news: Properties, world: () => Backend) {
  const given = userFields(news);
  const before = olds["plan"];
  if (before !== undefined && !hasUnknown(before) && canonicalJson(userFields(olds)) === canonicalJson(given)) {
    return { inputs: { ...news, plan: before } };
  }
  try {
    const inputs = parseInputs(given);
    const { candidates, usdPerHour, worstCaseUsd, hash } = await priced(inputs, world, CHECK_TIMEOUT_MS);
    await foretell(inputs, { candidates, usdPerHour, worstCaseUsd, hash }, world);
    return { inputs: { ...news, plan: { candidates, usdPerHour, worstCaseUsd, hash } } };
  } catch (error) {
    if (!(error instanceof ArgsError)) throw error;
    const failures = error.problems.map(({ path, reason }) => ({ property: path, reason }));
    return { inputs: { ...news }, failures };
  }
}

/** A preview says what it could not ask; `create` asks again before anything is done. */
async function foretell(inputs: JobInputs, prices: PricePlan, world: () => Backend): Promise<void> {
  if (inputs.mlflow === undefined && inputs.budget === undefined) return;
  try {
    await world().foretell?.(inputs, hasUnknown(inputs) ? undefined : planJob(inputs, prices), CHECK_TIMEOUT_MS);
  } catch {
    // A world that cannot even be connected is what `create` tells of.
  }
}

/** Tells the records of a run that is over what they lack. Whatever goes wrong changes nothing about the run. */
async function retold(job: JobPlan, state: Properties, world: () => Backend): Promise<Retold> {
  if (job.mlflow === undefined && job.budget === undefined) return {};
  const told = await retell(job, world);
  return {
    ...(job.mlflow === undefined ? {} : { tracking: trackedOf(state, told.tracking) }),
    ...(job.budget === undefined ? {} : { charged: told.charged ?? "pending" }),
  };
}

async function retell(job: JobPlan, world: () => Backend): Promise<Retold> {
  try {
    return (await world().retell?.(job)) ?? {};
  } catch {
    return {};
  }
}

async function priced(inputs: JobInputs, world: () => Backend, timeoutMs: number) {
  const catalog = hasUnknown(inputs.candidates) ? undefined : await catalogOf(inputs, world, timeoutMs);
  return planPrices(inputs, catalog ?? (() => undefined));
}

/** No catalog, for whatever reason, is no failure: the ceiling is the price then. */
async function catalogOf(inputs: JobInputs, world: () => Backend, timeoutMs: number) {
  try {
    return await world().catalog(inputs.candidates, timeoutMs);
  } catch {
    return undefined;
  }
}

/** Create and update are one flow: the run is looked up, adopted, started or continued by the life cycle library. */
async function ensureRun(properties: Properties, job: Job, backend: Backend): Promise<Properties> {
  const { prices, why } = await pricesNow(job, backend);
  const plan = planJob(job.inputs, prices);
  const ended = await backend.run(plan);
  if (ended.ok) return { ...stateOf(job.inputs, job.prices, plan.hash, ended.result) };
  const message = why === undefined ? ended.message : `${ended.message} (${why})`;
  if (ended.result === undefined) throw new Error(message);
  const state = stateOf(job.inputs, job.prices, plan.hash, ended.result);
  throw new PartialFailure(message, plan.run, { ...state, __provider: properties["__provider"] });
}

/**
 * Today's prices, and why there is no candidate, where there is none. Then nothing can be started, but a pod that runs is
 * still adopted and a run that has finished is taken over: that must not depend on what the catalog says today.
 */
async function pricesNow({ inputs, prices }: Job, backend: Backend): Promise<{ prices: PricePlan; why?: string }> {
  try {
    const live = await priced(inputs, () => backend, CREATE_TIMEOUT_MS);
    const judged = judgedOf(inputs, prices, live);
    if (judged.length < live.candidates.length) return onlyJudged(live, judged);
    const now = live.candidates.length === 0 ? prices : live;
    return now.candidates.length > 0 ? { prices: now } : { prices: now, why: "RunPod's catalog did not answer" };
  } catch (error) {
    if (!(error instanceof ArgsError)) throw error;
    return { prices: { ...prices, candidates: [] }, why: error.problems.map(({ reason }) => reason).join("; ") };
  }
}

/** What of the candidates of now was in the plan that policies have judged. A list names its GPUs itself, a rule only finds them. */
function judgedOf({ candidates: wish }: JobInputs, { candidates: planned }: PricePlan, { candidates }: PricePlan) {
  if (Array.isArray(wish) || planned.length === 0) return candidates;
  return candidates.filter(({ gpu }) => planned.some((one) => one.gpu === gpu));
}

function onlyJudged(live: PricePlan, judged: PricePlan["candidates"]): { prices: PricePlan; why?: string } {
  const prices = { ...live, candidates: judged };
  if (judged.length > 0) return { prices };
  const found = [...new Set(live.candidates.map(({ gpu }) => gpu))].join(", ");
  return {
    prices,
    why: `its rule finds only what no policy has judged now: ${found}; change the rule or name GPUs, so that they are`,
  };
}

/** A run is read as it is recorded: its pod's absence is its normal end. Only what is newly known comes in. */
async function readJob(id: string, props: Properties, world: () => Backend) {
  const recorded = { id, props: { ...props }, inputs: { ...inputsOf(props) } };
  if (isOver(props["status"])) {
    const billedUsd = props["billedUsd"] ?? (await billOf(id, props, world));
    const { tracking, charged } = await retold(recordedJob(id, props), props, world);
    return { ...recorded, props: { ...props, billedUsd, ...tracking, ...(charged === undefined ? {} : { charged }) } };
  }
  const job = recordedJob(id, props);
  const seen = await world().observe(job);
  if (seen === "gone") return {};
  if (seen === "unrecorded" || !isOver(seen.status)) return recorded;
  const inputs = inputsOf(props) as unknown as JobInputs;
  return { ...recorded, props: { ...stateOf(inputs, props["plan"] as PricePlan, job.hash, seen) } };
}

/** The bill of a run that is over, or null: a RunPod that is away changes nothing about a run that is over. */
async function billOf(id: string, props: Properties, world: () => Backend): Promise<number | null> {
  try {
    const seen = await world().observe(recordedJob(id, props));
    return typeof seen === "string" ? null : seen.billedUsd;
  } catch {
    return null;
  }
}

/** The run that a state is of, by its own name and hash: rules of today do not bind what was made before them. */
function recordedJob(id: string, state: Properties): JobPlan {
  const prices = state["plan"] as PricePlan;
  const plan = planJob(inputsOf(state) as unknown as JobInputs, prices);
  return { ...plan, run: id, hash: String(state["hash"]) };
}

function recordedResult(state: Properties): JobResult {
  return state as unknown as JobResult;
}

export const lifecycle: Lifecycle = jobLifecycle(connectBackend);
