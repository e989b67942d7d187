import { createHash } from "node:crypto";
import { canonicalJson } from "../lib/canonical-json.ts";
import type { JobInputs } from "./args.ts";

/** The inputs that decide what a run produces. */
export type HashedInputs = Pick<JobInputs, "recipe" | "command" | "imageTag" | "data" | "env" | "seed">;

/**
 * Identity of a run, 64 hex digits: recipe or command, content tag of the image, data id, environment in clear, seed.
 * Digest, candidates, prices, budgets, labels, links and secrets are outside: they change what it costs or where it
 * runs, not what comes out.
 */
export function runHash(inputs: HashedInputs): string {
  const content = {
    version: 1,
    work: inputs.recipe === null ? { command: inputs.command } : { recipe: inputs.recipe },
    image: inputs.imageTag,
    data: inputs.data?.id ?? null,
    env: inputs.env,
    seed: inputs.seed,
  };
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}

/**
 * What an image reference says of its content: the tag where it is a content hash (12 or more hex digits), else name and
 * tag. `registry:5000/team/trainer:dev@sha256:...` is `trainer:dev`.
 */
export function contentTag(image: string): string {
  const withoutDigest = image.split("@")[0] ?? image;
  const nameAndTag = withoutDigest.split("/").at(-1) ?? withoutDigest;
  const tag = nameAndTag.split(":")[1];
  return tag !== undefined && /^[0-9a-f]{12,64}$/.test(tag) ? tag : nameAndTag;
}
