import { type Dirent, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ArgsError } from "../lib/errors.ts";
import type { ImageName } from "../lib/images.ts";
import { type AllowList, isLeftOut, parseAllowList } from "./allow-list.ts";

/** What lies in the repository for an image. */
export interface ImageSource {
  /** Path of the Dockerfile from the project root. */
  readonly dockerfile: string;
  /** Content of every file that goes into the build, by its path from the project root. */
  readonly files: Readonly<Record<string, SourceFile>>;
}

export interface SourceFile {
  readonly content: Uint8Array;
  readonly executable: boolean;
}

/** Path of an image's Dockerfile, from the project root. */
export function dockerfileOf(name: ImageName): string {
  return `images/${name}/Dockerfile`;
}

/** Reads the Dockerfile and what the allow-list beside it lets in. Throws ArgsError for what is missing or not understood. */
export function readImageSource(root: string, dockerfile: string): ImageSource {
  const listFile = `${dockerfile}.dockerignore`;
  const list = parseAllowList(read(root, listFile, listFile).toString("utf8"), listFile);
  const paths = [dockerfile, ...list.paths.flatMap((path) => pathsBelow(root, path, list, listFile))];
  const files = [...new Set(paths)].sort().map((path) => [path, fileAt(root, path, listFile)] as const);
  return { dockerfile, files: Object.fromEntries(files) };
}

function pathsBelow(root: string, path: string, list: AllowList, listFile: string): readonly string[] {
  if (isLeftOut(list, path.slice(path.lastIndexOf("/") + 1))) return [];
  const entries = entriesOf(root, path, listFile);
  if (entries === undefined) return [path];
  return entries.flatMap((entry) => pathsBelow(root, `${path}/${entry.name}`, list, listFile));
}

/** What lies in a folder; undefined for a file. */
function entriesOf(root: string, path: string, listFile: string): readonly Dirent[] | undefined {
  const found = lstatSync(join(root, path), { throwIfNoEntry: false });
  if (found === undefined) throw missing(path, listFile);
  return found.isDirectory() ? readdirSync(join(root, path), { withFileTypes: true }) : undefined;
}

function fileAt(root: string, path: string, listFile: string): SourceFile {
  const content = read(root, path, listFile);
  return { content, executable: (lstatSync(join(root, path)).mode & 0o100) !== 0 };
}

function read(root: string, path: string, listFile: string): Buffer {
  try {
    return readFileSync(join(root, path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw missing(path, listFile);
    throw error;
  }
}

function missing(path: string, listFile: string): ArgsError {
  const reason = `is missing, and ${listFile} needs it; restore it (git checkout), or take it out of that list`;
  return new ArgsError("a part of an image is missing", [{ path, reason }]);
}
