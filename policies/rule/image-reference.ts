import { at, text } from "./reading.ts";
import type { Resource } from "./rule.ts";
import { containersOf } from "./workload.ts";
import { TRAINING_JOB } from "./types.ts";

/** An image's name, taken apart as container engines do. */
export interface ImageReference {
  /** With the registry that is meant where none is named: `docker.io/library/postgres`. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Takes a reference apart; undefined for what names no image. */
export function parseReference(reference: string): ImageReference | undefined {
  const match = /^([^@]+?)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(reference);
  const [, name = "", tag, digest] = match ?? [];
  if (!/^[\w][\w./:-]*$/.test(name)) return undefined;
  const [host = "", ...rest] = name.split("/");
  const named = rest.length > 0 && (/[.:]/.test(host) || host === "localhost");
  const repository = named ? name : `docker.io/${rest.length === 0 ? `library/${name}` : name}`;
  return { repository, tag, digest };
}

/** An image that a resource runs. */
export interface RunImage {
  readonly where: string;
  readonly reference: unknown;
}

/** Every image that a resource runs, in a cluster or on RunPod. */
export function* imagesOf(resource: Resource): Iterable<RunImage> {
  if (resource.type === TRAINING_JOB) yield { where: "image", reference: at(resource.props, "image") };
  for (const { where, value } of containersOf(resource))
    yield { where: `${where}.image`, reference: at(value, "image") };
}

/** Whether a repository is meant by a pattern, in which `*` stands for any text. */
export function isMeant(repository: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(repository);
}

/** Reads a reference that was found somewhere. */
export function readReference(value: unknown): ImageReference | undefined {
  const reference = text(value);
  return reference === undefined ? undefined : parseReference(reference);
}
