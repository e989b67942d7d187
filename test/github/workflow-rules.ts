import { parse } from "yaml";
import { z } from "zod";

const text = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: text.optional(),
  env: text.optional(),
});
const job = z.looseObject({
  "runs-on": z.string(),
  "timeout-minutes": z.number().optional(),
  permissions: z.record(z.string(), z.string()).optional(),
  environment: z.string().optional(),
  concurrency: z.looseObject({ group: z.string(), "cancel-in-progress": z.boolean() }).optional(),
  env: text.optional(),
  steps: z.array(step),
});
const workflow = z.looseObject({
  on: z.unknown(),
  permissions: z.unknown(),
  env: text.optional(),
  jobs: z.record(z.string(), job),
});
type Workflow = z.infer<typeof workflow>;
type Job = z.infer<typeof job>;

/** What a workflow must not do. */
export type Rule =
  | "foreign code with rights"
  | "no rights by default"
  | "rights of a job"
  | "timeout"
  | "runner"
  | "pinned action"
  | "kept credentials"
  | "expression in a script"
  | "secrets of a pull request"
  | "update without a group"
  | "prod without approval"
  | "lock of somebody else";

/** Rights that a job may have, beside reading. */
const mayWrite = new Set(["pull-requests"]);
const longestMinutes = 360;

/** The rules that a workflow breaks, each with where. */
export function brokenRules(source: string): readonly (readonly [Rule, string])[] {
  const read = workflow.parse(parse(source));
  return [
    ...ofWorkflow(read),
    ...pins(source),
    ...Object.entries(read.jobs).flatMap(([name, one]) =>
      ofJob(one, triggers(read)).map((rule) => [rule, name] as const),
    ),
  ];
}

function triggers({ on }: Workflow): readonly string[] {
  if (typeof on === "string") return [on];
  return Array.isArray(on) ? on.map(String) : Object.keys(on as object);
}

function ofWorkflow(read: Workflow): readonly (readonly [Rule, string])[] {
  const dangerous = triggers(read).filter((name) =>
    ["pull_request_target", "workflow_run", "issue_comment"].includes(name),
  );
  const given = JSON.stringify(read.permissions);
  return [
    ...dangerous.map((name) => ["foreign code with rights", name] as const),
    ...(given === "{}" ? [] : [["no rights by default", given] as const]),
  ];
}

/** Every action by a full commit, with the version it stands for beside it. */
function pins(source: string): readonly (readonly [Rule, string])[] {
  const used = source.split("\n").filter((line) => /^\s*(- )?uses:/.test(line));
  const isPinned = (line: string) => /uses: [\w-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line);
  return used.filter((line) => !isPinned(line)).map((line) => ["pinned action", line.trim()] as const);
}

function ofJob(one: Job, on: readonly string[]): readonly Rule[] {
  const scripts = one.steps.flatMap(({ run }) => run ?? []);
  const says = (word: RegExp) => scripts.some((script) => word.test(script));
  const rights = Object.entries(one.permissions ?? { all: "write" });
  const updates = says(/\.\/yard (up|down|promote|rollback)\b/);
  const minutes = one["timeout-minutes"] ?? Number.POSITIVE_INFINITY;
  const checkouts = one.steps.filter(({ uses }) => uses?.startsWith("actions/checkout@") === true);
  const broken: readonly (readonly [Rule, boolean])[] = [
    ["rights of a job", rights.some(([name, right]) => right === "write" && !mayWrite.has(name))],
    ["timeout", !(minutes > 0 && minutes <= longestMinutes)],
    ["runner", !/^ubuntu-\d+\.\d+$/.test(one["runs-on"])],
    ["kept credentials", checkouts.some((checkout) => checkout.with?.["persist-credentials"] !== false)],
    ["expression in a script", says(/\$\{\{/)],
    ["secrets of a pull request", on.includes("pull_request") && tellsSecrets(one)],
    ["update without a group", updates && one.concurrency?.["cancel-in-progress"] !== false],
    ["prod without approval", says(/\.\/yard (up|down|promote|rollback)\b.*\bprod\b/) && one.environment === undefined],
    ["lock of somebody else", says(/pulumi cancel|state delete|--skip-preview|\.pulumi\/locks/)],
  ];
  return broken.flatMap(([rule, isBroken]) => (isBroken ? [rule] : []));
}

/** Secrets of a pull request are those that may only read, and only the step that needs them has them. */
function tellsSecrets(one: Job): boolean {
  const secrets = (values: unknown) =>
    [...JSON.stringify(values ?? {}).matchAll(/secrets\.(\w+)/g)].map(([, name]) => name ?? "");
  const steps = one.steps.flatMap(({ env }) => secrets(env));
  return secrets(one).length > steps.length || steps.some((name) => !name.startsWith("PREVIEW_"));
}
