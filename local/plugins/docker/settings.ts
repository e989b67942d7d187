import { z } from "zod";
import { isMap, type PropertyMap, unknownValue } from "../core/values.ts";

/** How to log in to a registry. */
export interface Credentials {
  /** Host and port, without a scheme. */
  readonly server: string;
  readonly username: string;
  readonly password: string;
}

/** The settings of the provider that this stand-in knows. */
export interface Settings {
  /** The engine, as in DOCKER_HOST; undefined: what the environment says. */
  readonly host: string | undefined;
  readonly registryAuth: readonly Credentials[];
}

const known = ["host", "registryAuth", "version"];

const registryAuth = z.array(
  z.object({ address: z.string(), username: z.string().optional(), password: z.string().optional() }),
);

/** What of the provider's settings this stand-in does not know. */
export function settingFailures(inputs: PropertyMap): readonly { property: string; reason: string }[] {
  const names = Object.keys(inputs).filter((name) => inputs[name] !== undefined && inputs[name] !== null);
  return names
    .filter((name) => !known.includes(name) && !name.startsWith("__"))
    .map((property) => ({ property, reason: "is not a setting of this stand-in, which knows host and registryAuth" }));
}

/** Reads the provider's settings. Lists come as JSON, as the official class sends them. Throws an Error for a wrong shape. */
export function readSettings(inputs: PropertyMap): Settings {
  const { host, registryAuth: given } = inputs;
  const list: unknown = typeof given === "string" ? JSON.parse(given) : (given ?? []);
  const parsed = registryAuth.safeParse(list === unknownValue ? [] : list);
  if (!parsed.success) throw new Error(`registryAuth: ${z.prettifyError(parsed.error)}`);
  return {
    host: typeof host === "string" && host !== "" ? host : undefined,
    registryAuth: parsed.data.flatMap(({ address, username, password }) =>
      username === undefined || password === undefined ? [] : [{ server: hostOf(address), username, password }],
    ),
  };
}

/** The credentials that a resource brings itself, in its input `registry`. */
export function ownCredentials(registry: PropertyMap[string], imageName: string): readonly Credentials[] {
  if (!isMap(registry)) return [];
  const { server, username, password } = registry;
  if (typeof username !== "string" || typeof password !== "string") return [];
  return [{ server: hostOf(typeof server === "string" ? server : imageName), username, password }];
}

/** Host and port of a registry's address or of an image's name. */
export function hostOf(address: string): string {
  return address.replace(/^[a-z]+:\/\//, "").split("/")[0] ?? address;
}
