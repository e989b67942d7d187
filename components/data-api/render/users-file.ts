import { createHash } from "node:crypto";
import type { DataApiPlan } from "../plan.ts";

/** What was drawn, all known. */
export interface Drawn {
  /** bcrypt of the passwords, by user. */
  readonly passwordHashes: Readonly<Record<string, string>>;
  /** The tokens in clear, by id. */
  readonly tokens: Readonly<Record<string, string>>;
}

/** The file of users that the service reads, and reads again when it changes. Nothing in it lets anybody in. */
export function renderUsersFile(plan: DataApiPlan, drawn: Drawn): string {
  const users = plan.users.map(({ name, role }) => {
    return { name, role, passwordHash: known(drawn.passwordHashes, name) };
  });
  const tokens = plan.tokens.map(({ id, role, expiresAt }) => {
    return { id, user: id, role, sha256: sha256(known(drawn.tokens, id)), expiresAt: expiresAt ?? null };
  });
  return `${JSON.stringify({ users, tokens }, null, 2)}\n`;
}

function known(values: Readonly<Record<string, string>>, name: string): string {
  const value = values[name];
  if (value === undefined) throw new Error(`nothing was drawn for ${name}`);
  return value;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
