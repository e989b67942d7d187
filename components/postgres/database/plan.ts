import { ArgsError, type Problem } from "../../lib/errors.ts";
import { nameProblems } from "../../lib/kubernetes-names.ts";
import { type Labels, partLabels } from "../../lib/labels.ts";
import { wholeProblems } from "../../lib/ranges.ts";
import { databaseDefaults, type PostgresDatabaseArgs } from "./args.ts";

const READER_ENDING = "_reader";
/** Names longer than 63 characters are cut by Postgres; the reader's is the longest. */
const MAX_LENGTH = 63 - READER_ENDING.length;
const identifier = /^[a-z_][a-z0-9_]*$/;
const taken = ["postgres", "template0", "template1"];

/** A role, and the Secret with its password: a new rotation is a new Secret, so whoever names it is rolled. */
export interface RolePlan {
  readonly username: string;
  readonly secretName: string;
}

export interface DatabasePlan {
  readonly name: string;
  readonly database: string;
  readonly owner: RolePlan;
  readonly reader: RolePlan;
  readonly rotation: number;
  readonly labels: Labels;
}

/** Decides, or throws ArgsError with every problem at once. */
export function planDatabase(name: string, args: PostgresDatabaseArgs): DatabasePlan {
  const { database = name.replaceAll("-", "_"), rotation } = { ...databaseDefaults, ...args };
  const problems: readonly Problem[] = [
    ...nameProblems(name),
    ...databaseProblems(database),
    ...wholeProblems("rotation", rotation, 1, 9999),
  ];
  if (problems.length > 0) throw new ArgsError(`PostgresDatabase "${name}"`, problems);
  return {
    name,
    database,
    owner: { username: database, secretName: `${name}-owner-${rotation}` },
    reader: { username: `${database}${READER_ENDING}`, secretName: `${name}-reader-${rotation}` },
    rotation,
    labels: partLabels({ product: "postgres-database", instance: name }, "set-up"),
  };
}

function databaseProblems(database: string): readonly Problem[] {
  if (taken.includes(database))
    return [{ path: "database", reason: `"${database}" is Postgres's own; choose another` }];
  if (identifier.test(database) && database.length <= MAX_LENGTH) return [];
  const allowed = `lower-case letters, digits and _, not starting with a digit, at most ${MAX_LENGTH} characters`;
  return [{ path: "database", reason: `must be ${allowed}, got ${JSON.stringify(database)}` }];
}
