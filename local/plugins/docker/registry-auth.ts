import { z } from "zod";
import type { PropertyValue } from "../core/values.ts";
import { type Credentials, hostOf } from "./credentials.ts";

const registryAuth = z.array(
  z.object({ address: z.string(), username: z.string().optional(), password: z.string().optional() }),
);

/** Reads the provider's list of registries, JSON or open; those without a login are left out. Throws an Error for a wrong shape. */
export function readRegistryAuth(given: PropertyValue): readonly Credentials[] {
  const list: unknown = typeof given === "string" ? JSON.parse(given) : given;
  const parsed = registryAuth.safeParse(list);
  if (!parsed.success) throw new Error(`registryAuth: ${z.prettifyError(parsed.error)}`);
  return parsed.data.flatMap(({ address, username, password }) =>
    username === undefined || password === undefined ? [] : [{ server: hostOf(address), username, password }],
  );
}
