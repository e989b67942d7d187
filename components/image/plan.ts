import { contentKey } from "../lib/content-key.ts";
import { ArgsError, type Problem } from "../lib/errors.ts";
import { type ImageName, imageVersion } from "../lib/images.ts";
import type { ImageSource } from "./source.ts";

/** What an image stands on: another image of ours by its content, or an upstream one by its reference. */
export type Foundation = { readonly contentTag: string } | { readonly reference: string };

/** Everything that is known of an image before it is built. */
export interface ImagePlan {
  /** 12 hexadecimal digits: equal for equal sources, arguments and base, on every machine. */
  readonly contentTag: string;
  /** `[<registry>/]trainyard/<name>:<contentTag>`. */
  readonly imageName: string;
  /** Build arguments without the base. */
  readonly buildArgs: Readonly<Record<string, string>>;
  /** The upstream image that it stands on; undefined where that is an image of ours. */
  readonly upstream: string | undefined;
}

/** Where an image goes and what is said about its content from outside. */
export interface ImageWish {
  readonly registry?: string | undefined;
  readonly buildArgs?: Readonly<Record<string, string>> | undefined;
  /** What it stands on. Only `base` stands on an upstream image, which `images/versions.json` names. */
  readonly base?: Foundation | undefined;
}

const registryPattern = /^[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(\/[a-z0-9][a-z0-9._-]*)*$/;

/** Decides tag, name and arguments of an image. Throws ArgsError with every problem. */
export function planImage(name: ImageName, source: ImageSource, wish: ImageWish): ImagePlan {
  const { from, args, version } = imageVersion(name);
  const registry = wish.registry?.replace(/\/+$/, "");
  const foundation = wish.base ?? (from === undefined ? undefined : { reference: from });
  const problems: Problem[] = [];
  if (registry !== undefined && !registryPattern.test(registry)) {
    const reason = `must be like "registry.example.org:5000/team" (no scheme, lower case), got ${JSON.stringify(wish.registry)}`;
    problems.push({ path: "registry", reason });
  }
  if (foundation === undefined) problems.push({ path: "base", reason: `is missing: ${name} stands on our image base` });
  if (problems.length > 0 || foundation === undefined) throw new ArgsError(`Image "${name}"`, problems);
  const buildArgs = { ...args, ...wish.buildArgs };
  const contentTag = tagOf(source, version, { buildArgs, base: foundation });
  const imageName = `${registry === undefined ? "" : `${registry}/`}trainyard/${name}:${contentTag}`;
  return { contentTag, imageName, buildArgs, upstream: "contentTag" in foundation ? undefined : foundation.reference };
}

/** The tag that stands for an upstream image that takes the place of one of ours. */
export function overrideTag(reference: string): string {
  return contentKey({ reference });
}

function tagOf(
  source: ImageSource,
  version: string,
  { buildArgs, base }: { buildArgs: Readonly<Record<string, string>>; base: Foundation },
): string {
  const parts: Record<string, string | Uint8Array> = { dockerfile: source.dockerfile, version };
  for (const [path, { content, executable }] of Object.entries(source.files))
    parts[`file ${executable ? "x" : "-"} ${path}`] = content;
  for (const [name, value] of Object.entries(buildArgs)) parts[`argument ${name}`] = value;
  if ("contentTag" in base) parts["base image"] = base.contentTag;
  else parts["base"] = base.reference;
  return contentKey(parts);
}
