import type { Problem } from "../lib/errors.ts";
import { wholeProblems } from "../lib/ranges.ts";
import type { DataApiRole, DataApiToken, DataApiUser } from "./args.ts";

export type UserPlan = Required<DataApiUser>;
export interface TokenPlan {
  readonly id: string;
  readonly role: DataApiRole;
  /** Undefined for one that does not end. */
  readonly expiresAt: string | undefined;
  readonly rotation: number;
}

/** Part of a Secret's key and of a resource's name, and shown in logs. */
const plainName = /^[a-z0-9][-a-z0-9_.]{0,62}$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const roles: readonly string[] = ["reader", "writer", "admin"] satisfies DataApiRole[];

/** What is wrong with users and tokens: whoever acts has one name, which nobody else has. */
export function peopleProblems(users: readonly DataApiUser[], tokens: readonly DataApiToken[]): readonly Problem[] {
  const actors = [
    ...users.map(({ name, role, rotation }, index) => ({
      path: `users[${index}]`,
      field: "name",
      name,
      role,
      rotation,
    })),
    ...tokens.map(({ id, role, rotation }, index) => ({
      path: `tokens[${index}]`,
      field: "id",
      name: id,
      role,
      rotation,
    })),
  ];
  return [
    ...actors.flatMap(({ path, field, name, role, rotation = 1 }, index): readonly Problem[] => [
      ...nameProblems(`${path}.${field}`, name),
      ...(actors.findIndex((one) => one.name === name) === index
        ? []
        : [{ path: `${path}.${field}`, reason: `"${name}" is taken` }]),
      ...(roles.includes(role)
        ? []
        : [{ path: `${path}.role`, reason: `must be reader, writer or admin, got ${role}` }]),
      ...wholeProblems(`${path}.rotation`, rotation, 1, 9999),
    ]),
    ...tokens.flatMap(({ expiresAt }, index) =>
      expiresAt === undefined ? [] : instantProblems(`tokens[${index}].expiresAt`, expiresAt),
    ),
  ];
}

function nameProblems(path: string, name: string): readonly Problem[] {
  if (plainName.test(name)) return [];
  const allowed = "1 to 63 lower-case letters, digits and -_., starting with a letter or digit";
  return [{ path, reason: `must be ${allowed}, got ${JSON.stringify(name)}` }];
}

function instantProblems(path: string, text: string): readonly Problem[] {
  const millis = instant.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(millis) && new Date(millis).toISOString() === text.replace("Z", ".000Z")) return [];
  return [{ path, reason: `must be a time in UTC, as 2027-01-31T00:00:00Z, got ${JSON.stringify(text)}` }];
}
