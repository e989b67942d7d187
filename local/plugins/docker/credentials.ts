import { isMap, type PropertyMap } from "../core/values.ts";

/** How to log in to a registry. */
export interface Credentials {
  /** Host and port, without a scheme. */
  readonly server: string;
  readonly username: string;
  readonly password: string;
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
