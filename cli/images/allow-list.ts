import { lstat, readdir, readFile } from "node:fs/promises";
import { basename, join, relative, sep } from "node:path";
import { Failure } from "../failure.ts";

/** What a `Dockerfile.dockerignore` in the form of an allow-list lets into the build. */
export interface AllowList {
  /** Files and folders, from the project root. */
  readonly paths: readonly string[];
  /** Names of files and folders that are left out wherever they stand; `*` stands for any text. */
  readonly without: readonly string[];
}

/**
 * Reads an allow-list: `**` first (nothing goes in), then `!path` (goes in) and `**` + `/name` (left out of it). Other
 * forms are refused, so that what is hashed, what is sent and what Docker itself would send are always the same.
 */
export function parseAllowList(text: string, file: string): AllowList {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const paths: string[] = [];
  const without: string[] = [];
  const refuse = (line: string, why: string) =>
    new Failure({
      what: "the build context is not an allow-list",
      on: `${file}: "${line}"`,
      why,
      todo: "correct the line",
    });
  if (lines[0] !== "**") throw refuse(lines[0] ?? "", 'the first line must be "**"');
  for (const line of lines.slice(1)) {
    if (line.startsWith("!") && !line.includes("*")) paths.push(line.slice(1).replace(/\/$/, ""));
    else if (/^\*\*\/[^/]+$/.test(line)) without.push(line.slice(3));
    else throw refuse(line, 'only "!path" and "**/name" are understood');
  }
  return { paths, without };
}

/** The files that the allow-list of `dockerfile` lets in, with the Dockerfile itself, sorted, from the project root. */
export async function contextFiles(root: string, dockerfile: string): Promise<string[]> {
  const listFile = `${dockerfile}.dockerignore`;
  const list = parseAllowList(await readFile(join(root, listFile), "utf8"), listFile);
  const left = list.without.map((name) => new RegExp(`^${name.split("*").map(escape).join("[^/]*")}$`));
  const files = [dockerfile];
  for (const path of list.paths) files.push(...(await filesBelow(root, join(root, path), left)));
  return [...new Set(files)].sort();
}

async function filesBelow(root: string, path: string, left: readonly RegExp[]): Promise<string[]> {
  if (left.some((pattern) => pattern.test(basename(path)))) return [];
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) {
    throw new Failure({
      what: "a part of an image is missing",
      on: relative(root, path),
      why: "the image's allow-list names it, and it does not exist",
      todo: "restore it (git checkout), or take it out of the allow-list",
    });
  }
  if (!found.isDirectory()) return [relative(root, path).split(sep).join("/")];
  const names = await readdir(path);
  return (await Promise.all(names.map((name) => filesBelow(root, join(path, name), left)))).flat();
}

function escape(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}
