import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Of several clones and many of their states; a key has 12 letters. */
const most = 100_000;

/** Keys of what a tool has passed, in one file that all clones of a machine share. */
export class Verdicts {
  readonly #file: string;
  readonly #passed: Set<string>;

  private constructor(file: string, passed: Set<string>) {
    this.#file = file;
    this.#passed = passed;
  }

  static async read(file: string): Promise<Verdicts> {
    const text = await readFile(file, "utf8").catch(() => "");
    return new Verdicts(file, new Set(text.split("\n").filter((key) => key !== "")));
  }

  has(key: string): boolean {
    return this.#passed.has(key);
  }

  /** Keeps these, the newest of all. Of two runs that do so at once one may lose its keys, which costs time only. */
  async keep(keys: Iterable<string>): Promise<void> {
    for (const key of keys) {
      this.#passed.delete(key);
      this.#passed.add(key);
    }
    await mkdir(dirname(this.#file), { recursive: true });
    const aside = `${this.#file}.${process.pid}`;
    await writeFile(aside, `${[...this.#passed].slice(-most).join("\n")}\n`);
    await rename(aside, this.#file);
  }
}
