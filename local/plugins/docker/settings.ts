import { type PropertyMap, unknownValue } from "../core/values.ts";
import type { Credentials } from "./credentials.ts";

/** The settings of the provider that this stand-in knows. */
export interface Settings {
  /** The engine, as in DOCKER_HOST; undefined: what the environment says. */
  readonly host: string | undefined;
  readonly registryAuth: readonly Credentials[];
}

const known = ["host", "registryAuth", "version"];

/** What of the provider's settings this stand-in does not know. */
export function settingFailures(inputs: PropertyMap): readonly { property: string; reason: string }[] {
  const names = Object.keys(inputs).filter((name) => inputs[name] !== undefined && inputs[name] !== null);
  return names
    .filter((name) => !known.includes(name) && !name.startsWith("__"))
    .map((property) => ({ property, reason: "is not a setting of this stand-in, which knows host and registryAuth" }));
}

/** Reads the provider's settings. Lists come as JSON, as the official class sends them. Rejects with an Error for a wrong shape. */
export async function readSettings(inputs: PropertyMap): Promise<Settings> {
  const { host, registryAuth } = inputs;
  const isGiven = registryAuth !== undefined && registryAuth !== null && registryAuth !== unknownValue;
  return {
    host: typeof host === "string" && host !== "" ? host : undefined,
    registryAuth: isGiven ? (await import("./registry-auth.ts")).readRegistryAuth(registryAuth) : [],
  };
}
