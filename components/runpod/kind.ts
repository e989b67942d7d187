import { resolve } from "node:path";
import { z } from "zod";
import { canonicalJson } from "../lib/canonical-json.ts";
import { type Clock, realClock } from "../lib/clock.ts";
import type { Problem } from "../lib/errors.ts";
import { nameProblems } from "../lib/names.ts";
import { problemsOf } from "../lib/problems.ts";
import type { Lifecycle } from "../lib/shim.ts";
import { hasUnknown, UNKNOWN } from "../lib/unknown.ts";
import { createAccount, type RunpodAccount } from "./account.ts";
import { watchCli } from "./cli-watch.ts";
import { resolveConnection, userAgent } from "./connection.ts";
import { ownerOf } from "./owner.ts";
import type { Properties } from "./partial-failure.ts";

/** What a kind of resource acts on. */
export interface KindWorld {
  readonly account: RunpodAccount;
  readonly clock: Clock;
  /** Ownership token: what carries it, or a proof of it, is ours. */
  readonly owner: string;
  /** One line for the person at `up` or `down`. */
  readonly say: (line: string) => void;
}

/** A kind of resource: pure decisions, and what they do to the account. */
export interface Kind {
  /** Completed inputs, or what is wrong with them. No network; values may be unknown in preview. */
  check(olds: Properties, news: Properties): { inputs: Properties; problems: readonly Problem[] };
  /** Which fields changed, and which of these need another thing. */
  diff(olds: Properties, news: Properties): { changed: readonly string[]; replaces: readonly string[] };
  create(world: KindWorld, inputs: Properties): Promise<{ id: string; outs: Properties }>;
  /** undefined when it is gone. */
  read(world: KindWorld, id: string, state: Properties): Promise<{ props: Properties; inputs: Properties } | undefined>;
  update(world: KindWorld, id: string, olds: Properties, news: Properties): Promise<Properties>;
  delete(world: KindWorld, id: string, state: Properties): Promise<void>;
}

export type ConnectAccount = (config: (key: string) => string | undefined) => KindWorld;

/** The calls of Pulumi for a kind. The account is connected to when the first call needs it: `check` and `diff` never do. */
export function lifecycleOf(kind: Kind, connect: ConnectAccount = connectAccount): Lifecycle {
  let config: (key: string) => string | undefined = () => undefined;
  let world: KindWorld | undefined;
  const reached = (): KindWorld => (world ??= connect(config));
  return {
    configure: async (req) => {
      config = (key) => req.config.get(key);
      world = undefined;
    },
    check: async (olds: Properties, news: Properties) => {
      const { inputs, problems } = kind.check(olds, news);
      return { inputs, failures: problems.map(({ path, reason }) => ({ property: path, reason })) };
    },
    diff: async (_id, olds: Properties, news: Properties) => {
      const { changed, replaces } = kind.diff(olds, news);
      return { changes: changed.length > 0, replaces: [...replaces], deleteBeforeReplace: false };
    },
    create: async (inputs: Properties) => kind.create(reached(), inputs),
    read: async (id, props: Properties = {}) => {
      const found = await kind.read(reached(), id, props);
      return found === undefined ? {} : { id, ...found };
    },
    update: async (id, olds: Properties, news: Properties) => ({ outs: await kind.update(reached(), id, olds, news) }),
    delete: async (id, props: Properties) => kind.delete(reached(), id, props),
  };
}

/** What is wrong with the known values among `news`, field by field; what preview does not know yet is let pass. */
export function fieldProblems(shape: z.ZodRawShape, news: Properties): readonly Problem[] {
  const given = { ...news };
  delete given["__provider"];
  const known = Object.entries({ ...blank(shape), ...given }).filter(([, value]) => !hasUnknown(value));
  const schemas = Object.entries(shape).filter(([key]) => known.some(([name]) => name === key));
  const result = z
    .strictObject(Object.fromEntries(schemas))
    .safeParse(Object.fromEntries(known), { reportInput: true });
  return result.success ? [] : problemsOf(result.error);
}

/** What keeps project, stack and name from becoming a name on RunPod. */
export function ownerProblems(news: Properties): readonly Problem[] {
  const known = (key: string) => (typeof news[key] === "string" && news[key] !== UNKNOWN ? news[key] : "x");
  const problems = nameProblems({ project: known("project"), stack: known("stack"), job: known("name") });
  return problems.map((problem) => (problem.path === "job" ? { ...problem, path: "name" } : problem));
}

/** The fields of `shape` whose values differ; what is not known yet differs. */
export function changedFields(shape: z.ZodRawShape, olds: Properties, news: Properties): readonly string[] {
  return Object.keys(shape).filter((key) => canonicalJson(olds[key] ?? null) !== canonicalJson(news[key] ?? null));
}

/** The values of `shape`'s fields alone. */
export function fieldsOf(shape: z.ZodRawShape, values: Properties): Properties {
  return Object.fromEntries(Object.keys(shape).flatMap((key) => (key in values ? [[key, values[key]]] : [])));
}

function blank(shape: z.ZodRawShape): Properties {
  return Object.fromEntries(Object.keys(shape).map((key) => [key, undefined]));
}

/**
 * The account that the stack's configuration and this process's environment name. Throws where they name none. From here
 * on the process ends within 10 s of the death of its CLI.
 */
export function connectAccount(config: (key: string) => string | undefined): KindWorld {
  watchCli();
  const home = resolve(process.env["TRAINYARD_HOME"] ?? ".trainyard");
  const connection = resolveConnection({ config, env: process.env, home });
  const account = createAccount({ ...connection, userAgent: userAgent() });
  const owner = ownerOf(home, config("trainyard:owner"));
  return { account, clock: realClock, owner, say: (line) => void process.stdout.write(`${line}\n`) };
}
