import { Failure } from "../failure.ts";
import type { Site } from "../toolchain/index.ts";
import type { Progress } from "../toolchain/part.ts";
import { type Engine, findEngine, rightToEngine } from "./endpoint.ts";
import { ensurePrivateEngine } from "./private.ts";

export type { Engine } from "./endpoint.ts";
export { findEngine } from "./endpoint.ts";
export { privateEngineRecord, stopPrivateEngine } from "./private.ts";

/** A Docker engine: the one of DOCKER_HOST, else the machine's, else one of our own (root on Linux). */
export async function ensureEngine(site: Site, progress: Progress): Promise<Engine> {
  const found = await findEngine(site.env);
  if ("docker" in found) return found;
  if (found.given !== undefined) {
    throw new Failure({
      what: "the Docker engine of DOCKER_HOST does not answer",
      on: found.given,
      why: found.refused,
      todo: rightToEngine(found.refused) ?? "start it, or unset DOCKER_HOST to let ./yard find or start one",
    });
  }
  return ensurePrivateEngine(site, progress, found.refused);
}
