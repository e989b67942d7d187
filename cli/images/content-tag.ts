import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { contentKey } from "../../local/cache/content-key.ts";
import { contextFiles } from "./allow-list.ts";

/** All that goes into an image, and the tag that follows from it. */
export interface ImageSource {
  /** 12 hexadecimal digits: equal for equal sources, locks, Dockerfile and build arguments, on every machine. */
  readonly tag: string;
  /** Paths from the project root. */
  readonly files: readonly string[];
  readonly dockerfile: string;
  readonly buildArgs: Readonly<Record<string, string>>;
}

/** Reads the sources of an image. Build arguments that say only where things come from (the base) do not belong here. */
export async function imageSource(
  root: string,
  dockerfile: string,
  buildArgs: Readonly<Record<string, string>> = {},
): Promise<ImageSource> {
  const files = await contextFiles(root, dockerfile);
  const parts: Record<string, string | Uint8Array> = {};
  for (const file of files) {
    const executable = ((await stat(join(root, file))).mode & 0o100) !== 0;
    parts[`file ${executable ? "x" : "-"} ${file}`] = await readFile(join(root, file));
  }
  for (const [name, value] of Object.entries(buildArgs)) parts[`argument ${name}`] = value;
  return { tag: contentKey(parts), files, dockerfile, buildArgs };
}
