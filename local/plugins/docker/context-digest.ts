import { createHash } from "node:crypto";
import { type Dirent, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import dockerignore from "@balena/dockerignore";

/**
 * SHA-256 over all that a build can see: the Dockerfile, and name, mode and content of every file of the context that the
 * ignore file (`<dockerfile>.dockerignore`, else the context's `.dockerignore`) does not keep out. Throws for a missing folder.
 */
export function contextDigest(context: string, dockerfile: string): string {
  const hash = createHash("sha256");
  const add = (name: string, path: string) => {
    hash.update(`${name}\0${entryDigest(path)}\n`);
  };
  add("Dockerfile", dockerfile);
  for (const name of contextFiles(context, dockerfile)) add(name, join(context, name));
  return hash.digest("hex");
}

/** Files and links of the context, sorted, from its root. */
export function contextFiles(context: string, dockerfile: string): readonly string[] {
  const rules = ignoreRules(context, dockerfile);
  const ignore = dockerignore.default().add([...rules]);
  const exceptions = rules.filter((rule) => rule.startsWith("!")).map((rule) => rule.slice(1).replace(/^\/|\/$/g, ""));
  const walk = (folder: string): readonly string[] =>
    readdirSync(join(context, folder), { withFileTypes: true }).flatMap((entry: Dirent) => {
      const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) return ignore.ignores(name) ? [] : [name];
      return ignore.ignores(name) && !exceptions.some((path) => mayLieBelow(path, name)) ? [] : walk(name);
    });
  return walk("").toSorted();
}

/** A pattern with a wildcard may lie anywhere. */
function mayLieBelow(pattern: string, folder: string): boolean {
  return (
    /[*?[]/.test(pattern) || pattern.startsWith(`${folder}/`) || folder.startsWith(`${pattern}/`) || pattern === folder
  );
}

function ignoreRules(context: string, dockerfile: string): readonly string[] {
  for (const file of [`${dockerfile}.dockerignore`, join(context, ".dockerignore")]) {
    try {
      const lines = readFileSync(file, "utf8").split("\n");
      return lines.map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  return [];
}

function entryDigest(path: string): string {
  const status = lstatSync(path);
  const content = status.isSymbolicLink() ? readlinkSync(path) : status.isFile() ? readFileSync(path) : "";
  const kind = status.isSymbolicLink() ? "link" : (status.mode & 0o7777).toString(8);
  return `${kind} ${createHash("sha256").update(content).digest("hex")}`;
}
