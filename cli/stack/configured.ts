import { existsSync, readFileSync } from "node:fs";
import { parse, YAMLError } from "yaml";
import { z } from "zod";
import { isLoopback } from "../../components/lib/http-url.ts";
import type { Environment } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

const shape = z.looseObject({ config: z.record(z.string(), z.unknown()).nullish() });
const secret = z.strictObject({ secure: z.string() });

/** A job that runs a recipe in the trainer image. */
export interface RecipeJob {
  readonly name: string;
  /** Name of a file in training/recipes. */
  readonly recipe: string;
  /** As they stand there, unchecked. */
  readonly candidates: unknown;
}

/** What the CLI needs to know of a stack before the program runs. The program itself checks everything. */
export interface Configured {
  /** The emulated RunPod that `./yard` starts. */
  readonly emulated: boolean;
  /** A service beyond this machine: it bills real money, so a person is asked, and it cannot pull from our engine. */
  readonly remote: boolean;
  /** Jobs by name, with the cap of each in USD where it says one. */
  readonly capsUsd: Readonly<Record<string, number>>;
  readonly usesRecipes: boolean;
  /** Jobs of a recipe that run in the trainer image, not in one of their own. */
  readonly recipeJobs: readonly RecipeJob[];
  /** Plain text of a key, `trainyard:runpod`; undefined where it is missing, structured or a secret. */
  text(key: string): string | undefined;
  /** The key stands there as a secret, which only the Pulumi CLI can read. */
  isSecret(key: string): boolean;
  /** The key stands there, in whatever form. */
  has(key: string): boolean;
  /** A key's value as it stands there, unchecked. */
  value(key: string): unknown;
}

/** Reads a stack's YAML file. `RUNPOD_API_URL` decides before `trainyard:runpod`. */
export function readConfigured(file: string, env: Environment): Configured {
  refuseUnknownStack(file);
  const values = shape.safeParse(parsed(file) ?? {}).data?.config ?? {};
  const text = (key: string) => (typeof values[key] === "string" ? values[key] : undefined);
  const jobs = z.array(z.looseObject({ name: z.string() })).safeParse(values["trainyard:jobs"]).data ?? [];
  const caps = jobs.flatMap((job) => (typeof job["maxUsd"] === "number" ? [[job.name, job["maxUsd"]] as const] : []));
  const runpod = (env["RUNPOD_API_URL"] ?? "").trim() || text("trainyard:runpod");
  const emulated = runpod === "emulated";
  return {
    emulated,
    remote: !emulated && (runpod === undefined || !URL.canParse(runpod) || !isLoopback(runpod)),
    capsUsd: Object.fromEntries(caps),
    usesRecipes: jobs.some((job) => job["recipe"] !== undefined),
    recipeJobs: jobs.flatMap(({ name, recipe, image, candidates }) =>
      typeof recipe === "string" && image === undefined ? [{ name, recipe, candidates }] : [],
    ),
    text,
    isSecret: (key) => secret.safeParse(values[key]).success,
    has: (key) => values[key] !== undefined,
    value: (key) => values[key],
  };
}

function parsed(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (!(error instanceof YAMLError)) throw error;
    const text = {
      what: "the stack configuration cannot be read",
      on: file,
      why: error.message,
      todo: "correct the YAML",
    };
    throw new Failure(text, exitCodes.usage);
  }
}

/** Throws a Failure where a stack has no file, as where its name is mistyped. */
export function refuseUnknownStack(file: string): void {
  if (existsSync(file)) return;
  throw new Failure(
    {
      what: "there is no such stack",
      on: file,
      why: "the file does not exist",
      todo: "create it (Pulumi.dev.yaml is an example), or choose another stack with -s",
    },
    exitCodes.usage,
  );
}
