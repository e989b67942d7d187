import { createHash } from "node:crypto";
import type { Problem } from "./errors.ts";

/** The inputs a run is named after. `hash8` is the first 8 hex digits of the hash of its resolved inputs. */
export interface RunParts {
  readonly project: string;
  readonly stack: string;
  readonly job: string;
  readonly hash8: string;
}

/** A pod name taken apart. `attempt` counts from 1; `run` is the name without the attempt. */
export interface AttemptParts extends RunParts {
  readonly run: string;
  readonly attempt: number;
}

const maxPartLength = 40;
const maxAttempt = 9999;
const words = /^[a-z0-9][a-z0-9_.]*$/;
const hyphenatedWords = /^[a-z0-9][a-z0-9_.]*(?:-[a-z0-9_.]+)*$/;
const hashDigits = /^[0-9a-f]{8}$/;
const attemptPattern = /^([^-]+)-([^-]+)-(.+)-([0-9a-f]{8})-a([1-9][0-9]{0,3})$/;

/**
 * What keeps these parts from becoming a name that can be read back in one way only. Project and stack hold no hyphen,
 * since the hyphen parts them: `a-b` + `c` and `a` + `b-c` would meet in one name and adopt each other's pods.
 */
export function nameProblems(parts: Partial<RunParts>): readonly Problem[] {
  const checks: readonly [keyof RunParts, RegExp, string][] = [
    ["project", words, "lower-case letters, digits, `_` and `.` (no hyphen), starting with a letter or digit"],
    ["stack", words, "lower-case letters, digits, `_` and `.` (no hyphen), starting with a letter or digit"],
    [
      "job",
      hyphenatedWords,
      "lower-case letters, digits, `_`, `.` and single hyphens inside, starting with a letter or digit",
    ],
    ["hash8", hashDigits, "8 lower-case hexadecimal digits"],
  ];
  return checks.flatMap(([path, pattern, allowed]) => {
    const value = parts[path];
    if (value === undefined) return [];
    if (!pattern.test(value)) return [{ path, reason: `must be ${allowed}, got ${JSON.stringify(value)}` }];
    if (value.length > maxPartLength)
      return [{ path, reason: `must have at most ${maxPartLength} characters, got ${value.length}` }];
    return [];
  });
}

/** The name of a run: `<project>-<stack>-<job>-<hash8>`. Throws an Error that lists every part it refuses. */
export function runName(parts: RunParts): string {
  refuse(nameProblems(parts));
  return `${parts.project}-${parts.stack}-${parts.job}-${parts.hash8}`;
}

/** The pod name of the n-th attempt (from 1) of a run: `<run>-a<n>`. */
export function attemptName(run: string, n: number): string {
  if (!Number.isInteger(n) || n < 1 || n > maxAttempt)
    refuse([{ path: "attempt", reason: `must be a whole number from 1 to ${maxAttempt}, got ${n}` }]);
  const name = `${run}-a${n}`;
  if (parseAttemptName(name)?.run !== run)
    refuse([{ path: "run", reason: `must be <project>-<stack>-<job>-<hash8>, got ${JSON.stringify(run)}` }]);
  return name;
}

/** The parts of a pod name of ours, or undefined: then the pod is somebody else's. */
export function parseAttemptName(name: string): AttemptParts | undefined {
  const match = attemptPattern.exec(name);
  if (match === null) return undefined;
  const [, project = "", stack = "", job = "", hash8 = "", attempt = ""] = match;
  const parts = { project, stack, job, hash8 };
  if (nameProblems(parts).length > 0) return undefined;
  return { ...parts, run: `${project}-${stack}-${job}-${hash8}`, attempt: Number(attempt) };
}

/** The name on RunPod of something a stack owns besides pods: `<project>-<stack>-<name>`. */
export function ownedName(parts: { project: string; stack: string; name: string }): string {
  const problems = nameProblems({ project: parts.project, stack: parts.stack, job: parts.name });
  refuse(problems.map((problem) => (problem.path === "job" ? { ...problem, path: "name" } : problem)));
  return `${parts.project}-${parts.stack}-${parts.name}`;
}

/** A name that says whose it is, taken apart. */
export interface ProvenParts {
  readonly project: string;
  readonly stack: string;
  readonly name: string;
}

const provenPattern = /^([^-]+)-([^-]+)-(.+)-([0-9a-f]{8})([0-9a-f]{8})$/;

/**
 * The name of a thing of which RunPod keeps nothing else: `<project>-<stack>-<name>-<tag><proof>`. `tag` is 8 hexadecimal
 * digits, fresh for each; the proof is made of all before it and of the ownership token, so that nobody else's has it.
 */
export function provenName(parts: ProvenParts, tag: string, owner: string): string {
  refuse(nameProblems({ hash8: tag }));
  const name = `${ownedName(parts)}-${tag}`;
  return `${name}${proofOf(name, owner)}`;
}

/** The parts of such a name, or undefined: then the thing is not provably of this owner. */
export function parseProvenName(name: string, owner: string): ProvenParts | undefined {
  const match = provenPattern.exec(name);
  if (match === null) return undefined;
  const [, project = "", stack = "", own = "", tag = "", proof = ""] = match;
  return proof === proofOf(`${project}-${stack}-${own}-${tag}`, owner) ? { project, stack, name: own } : undefined;
}

function proofOf(name: string, owner: string): string {
  return createHash("sha256").update(`${owner}\n${name}`).digest("hex").slice(0, 8);
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new Error(
    ["this cannot be made into a name:", ...problems.map((p) => `  - ${p.path}: ${p.reason}`)].join("\n"),
  );
}
