import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { contentKey } from "../../local/cache/content-key.ts";

/** Folders of what is made or of other tools. */
const left = new Set(["node_modules", ".git", ".trainyard", "coverage", "target", "__pycache__", ".pytest_cache"]);

/** A file of the repository as it stands: its content, by which a judgement of it is known again. */
export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
  /** SHA-256 of the content. */
  readonly sha256: string;
}

/** The files of a repository by path, and what a tool's judgement of one depends on. */
export class SourceTree {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly #imports = new Map<string, readonly string[]>();

  constructor(files: Iterable<Pick<SourceFile, "path" | "text">>) {
    const made = [...files].map((file) => ({ ...file, sha256: sha256Of(file.text) }));
    this.files = new Map(made.map((file) => [file.path, file]));
  }

  /** Reads all files below `root` but those of packages, of git and of builds. */
  static async read(root: string): Promise<SourceTree> {
    const paths = await pathsBelow(root);
    return new SourceTree(
      await Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(root, path), "utf8") }))),
    );
  }

  /** A key of these files' contents; `more`: whatever else decides. */
  keyOf(paths: Iterable<string>, more = ""): string {
    const parts = [...paths].map((path) => [`file ${path}`, this.files.get(path)?.sha256 ?? "absent"] as const);
    return contentKey({ more, ...Object.fromEntries(parts) });
  }

  /** A file and all that it imports, directly or not, as far as it is ours: what its types can depend on. */
  async reach(path: string): Promise<readonly string[]> {
    const seen = new Set([path]);
    for (const one of seen) for (const imported of await this.#importsOf(one)) seen.add(imported); // a Set goes on to what is added
    return [...seen];
  }

  async #importsOf(path: string): Promise<readonly string[]> {
    const known = this.#imports.get(path);
    if (known !== undefined) return known;
    const text = this.files.get(path)?.text;
    const isCode = /\.[cm]?[jt]s$/.test(path);
    const found = text === undefined || !isCode ? [] : (await importedBy(text)).flatMap((name) => targets(path, name));
    this.#imports.set(path, found);
    return found;
  }
}

/** The relative specifiers of a module: imports, exports, types, dynamic imports and references. */
async function importedBy(text: string): Promise<readonly string[]> {
  const { default: ts } = await import("typescript"); // heavy, and the CLI loads this file whatever the command
  const { importedFiles, referencedFiles } = ts.preProcessFile(text, true, true);
  const own = importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith("."));
  return [...own, ...referencedFiles.map(({ fileName }) => `./${fileName}`)];
}

/** The file that is named, and those that TypeScript takes in its place once they are there. */
function targets(from: string, specifier: string): readonly string[] {
  const named = join(dirname(from), specifier);
  return /\.js$/.test(named) ? [named, named.replace(/js$/, "ts"), named.replace(/js$/, "d.ts")] : [named];
}

async function pathsBelow(root: string, folder = ""): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const paths = entries.map(async (entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return left.has(entry.name) ? [] : pathsBelow(root, path);
    return entry.isFile() ? [path] : [];
  });
  return (await Promise.all(paths)).flat().sort();
}

const sha256Of = (text: string): string => createHash("sha256").update(text).digest("hex");
