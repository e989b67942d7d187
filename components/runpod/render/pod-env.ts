import type { Problem } from "../../lib/errors.ts";
import { renderBoot } from "./boot.ts";
import type { PodSpec } from "./pod-spec.ts";

/** RunPod refuses a pod with more. */
export const MAX_VARIABLES = 50;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const RESERVED = /^(TRAINYARD|RUNPOD)_/;
const SECRET_NAME = /^[A-Za-z0-9_.-]{1,191}$/;

/** What becomes the environment of the pod. */
export interface PodEnvInput {
  readonly spec: PodSpec;
  /** The stack's ownership token. */
  readonly owner: string;
  /** The supervisor's text as `encodedSupervisor()` gives it. */
  readonly supervisor: string;
  /** The user's plain variables. Anybody who may read the pod reads them. */
  readonly env: Readonly<Record<string, string>>;
  /** The user's secret variables: variable name to name of a RunPod secret, which RunPod fills in at boot. */
  readonly secretEnv: Readonly<Record<string, string>>;
}

/** Environment of the pod: ours, then the user's, then references to RunPod's secrets. No value of a secret is in it. */
export function renderPodEnv(input: PodEnvInput): Record<string, string> {
  const secrets = Object.entries(input.secretEnv).map(([name, secret]) => [name, `{{ RUNPOD_SECRET_${secret} }}`]);
  return {
    TRAINYARD_BOOT: renderBoot(input.spec.apiUrl),
    TRAINYARD_SUPERVISOR: input.supervisor,
    TRAINYARD_SPEC: JSON.stringify(input.spec),
    TRAINYARD_OWNER: input.owner,
    TRAINYARD_NAME: input.spec.name,
    ...input.env,
    ...(Object.fromEntries(secrets) as Record<string, string>),
  };
}

/** Everything wrong with the user's variables. */
export function envProblems(env: PodEnvInput["env"], secretEnv: PodEnvInput["secretEnv"]): readonly Problem[] {
  const problems: Problem[] = [];
  const named = [
    ...Object.keys(env).map((name) => ["env", name]),
    ...Object.keys(secretEnv).map((n) => ["secretEnv", n]),
  ];
  for (const [field, name] of named as [string, string][]) {
    const path = `${field}.${name}`;
    if (!NAME.test(name)) problems.push({ path, reason: "must be letters, digits and _, not beginning with a digit" });
    if (RESERVED.test(name))
      problems.push({ path, reason: "must not begin with TRAINYARD_ or RUNPOD_: those are set for you" });
    if (field === "secretEnv" && name in env) problems.push({ path, reason: "stands in env too; keep one of them" });
  }
  for (const [name, secret] of Object.entries(secretEnv)) {
    if (SECRET_NAME.test(secret)) continue;
    problems.push({ path: `secretEnv.${name}`, reason: "must name a RunPod secret: 1 to 191 letters, digits, _ . -" });
  }
  const count = named.length + 5;
  if (count > MAX_VARIABLES) {
    problems.push({ path: "env", reason: `must leave at most ${MAX_VARIABLES} variables with our 5, got ${count}` });
  }
  return problems;
}
