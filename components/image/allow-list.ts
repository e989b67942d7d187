import { ArgsError } from "../lib/errors.ts";

/** What a `Dockerfile.dockerignore` in the form of an allow-list lets into the build. */
export interface AllowList {
  /** Files and folders, from the project root. */
  readonly paths: readonly string[];
  /** Names of files and folders that are left out wherever they stand; `*` stands for any text. */
  readonly without: readonly string[];
}

/**
 * Reads an allow-list: `**` first (nothing goes in), then `!path` (goes in) and `**` + `/name` (left out of it). Other
 * forms are refused, so that what is hashed and what Docker itself sends are always the same. Throws ArgsError.
 */
export function parseAllowList(text: string, file: string): AllowList {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const paths: string[] = [];
  const without: string[] = [];
  const refuse = (line: string, reason: string) =>
    new ArgsError("the build context is not an allow-list", [{ path: `${file}: "${line}"`, reason }]);
  if (lines[0] !== "**") throw refuse(lines[0] ?? "", 'the first line must be "**"');
  for (const line of lines.slice(1)) {
    if (line.startsWith("!") && !line.includes("*")) paths.push(line.slice(1).replace(/\/$/, ""));
    else if (/^\*\*\/[^/]+$/.test(line)) without.push(line.slice(3));
    else throw refuse(line, 'only "!path" and "**/name" are understood');
  }
  return { paths, without };
}

/** True for the name of a file or folder that the list leaves out. */
export function isLeftOut(list: AllowList, name: string): boolean {
  return list.without.some((pattern) => new RegExp(`^${pattern.split("*").map(escape).join("[^/]*")}$`).test(name));
}

function escape(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}
