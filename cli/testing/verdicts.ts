import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { locate } from "../context.ts";
import { isFull, type StepRun } from "./step.ts";

/** Of several clones and many of their states; a key has 12 letters. */
const most = 100_000;

/** Keys of what a tool has passed, in one file that all clones of a machine share. */
export class Verdicts {
  readonly #file: string;
  readonly #passed: ReadonlySet<string>;
  readonly #asksAgain: boolean;

  private constructor(file: string, passed: ReadonlySet<string>, asksAgain: boolean) {
    this.#file = file;
    this.#passed = passed;
    this.#asksAgain = asksAgain;
  }

  /** Those of one tool. A full run knows of none, and keeps its own. */
  static async of(tool: string, { root, env }: StepRun): Promise<Verdicts> {
    const file = join(locate(root, env).cache, "verdicts", tool);
    return new Verdicts(file, await keysIn(file), isFull(env));
  }

  has(key: string): boolean {
    return !this.#asksAgain && this.#passed.has(key);
  }

  /** Keeps these, the newest of all, beside what others kept meanwhile. Of two that do so in one moment one may lose its keys, which costs time only. */
  async keep(keys: Iterable<string>): Promise<void> {
    const passed = await keysIn(this.#file);
    for (const key of keys) {
      passed.delete(key);
      passed.add(key);
    }
    await mkdir(dirname(this.#file), { recursive: true });
    const aside = `${this.#file}.${process.pid}`;
    await writeFile(aside, `${[...passed].slice(-most).join("\n")}\n`);
    await rename(aside, this.#file);
  }
}

async function keysIn(file: string): Promise<Set<string>> {
  const text = await readFile(file, "utf8").catch(() => "");
  return new Set(text.split("\n").filter((key) => key !== ""));
}
