import * as k8s from "../lib/kubernetes.ts";
import * as pulumi from "../lib/pulumi.ts";
import { RandomPassword } from "../lib/random.ts";
import type { DataApiLink, DataApiTokenLink } from "./link.ts";
import type { DataApiPlan } from "./plan.ts";
import { passwordKey, SESSION_KEY, tokenKey, USERS_KEY } from "./render/constants.ts";
import { renderUsersFile } from "./render/users-file.ts";

/** 256 bits and more, of letters and digits. */
const TOKEN_LENGTH = 48;
const PASSWORD_LENGTH = 32;
const SESSION_KEY_LENGTH = 64;

export interface Credentials extends Pick<DataApiLink, "passwords" | "tokens"> {
  /** The Secret that the service mounts: hashes alone, and the key of its sessions. */
  readonly users: pulumi.CustomResource;
}

/**
 * Draws passwords and tokens, once: a hash is drawn with its password and kept in the state. What was drawn goes to a Secret of
 * its own, which no pod of the service mounts: whoever breaks into one finds hashes.
 */
export function drawCredentials(
  plan: DataApiPlan,
  namespace: pulumi.Input<string>,
  parent: pulumi.ComponentResource,
): Credentials {
  const { name, labels } = plan;
  const inside = { parent };
  const draw = (role: string, length: number, rotation: number) =>
    new RandomPassword(`${name}-${role}`, { length, special: false, keepers: { rotation: String(rotation) } }, inside);
  const secret = (role: string, stringData: Readonly<Record<string, pulumi.Input<string>>>) => {
    const metadata = { name: `${name}-${role}`, namespace, labels };
    return new k8s.Secret(`${name}-${role}`, { metadata, stringData }, inside);
  };
  const passwords = plan.users.map(
    (user) => [user.name, draw(`password-${user.name}`, PASSWORD_LENGTH, user.rotation)] as const,
  );
  const tokens = plan.tokens.map(
    (token) => [token, pulumi.secret(draw(`token-${token.id}`, TOKEN_LENGTH, token.rotation).result)] as const,
  );
  const sessionKey = draw("session-key", SESSION_KEY_LENGTH, 1);

  const { name: credentials } = secret("credentials", {
    ...Object.fromEntries(passwords.map(([user, drawn]) => [passwordKey(user), pulumi.secret(drawn.result)])),
    ...Object.fromEntries(tokens.map(([{ id }, drawn]) => [tokenKey(id), drawn])),
  }).metadata;
  const drawn = pulumi.secret({
    passwordHashes: Object.fromEntries(passwords.map(([user, { bcryptHash }]) => [user, bcryptHash])),
    tokens: Object.fromEntries(tokens.map(([{ id }, token]) => [id, token])),
  });
  const users = secret("users", {
    [USERS_KEY]: pulumi.output(drawn).apply((known) => renderUsersFile(plan, known)),
    [SESSION_KEY]: pulumi.secret(sessionKey.result),
  });
  const linkOf = ({ id, role }: DataApiPlan["tokens"][number], token: pulumi.Output<string>): DataApiTokenLink => {
    return { role, token, secret: { name: credentials, key: tokenKey(id) } };
  };
  const keyOf = (user: string) => ({ name: credentials, key: passwordKey(user) });
  return {
    users,
    passwords: Object.fromEntries(passwords.map(([user]) => [user, keyOf(user)])),
    tokens: Object.fromEntries(tokens.map(([token, text]) => [token.id, linkOf(token, text)])),
  };
}
