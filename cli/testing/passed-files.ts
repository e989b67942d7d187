import { relative } from "node:path";
import { SourceTree } from "./source-tree.ts";
import type { StepRun } from "./step.ts";
import { Verdicts } from "./verdicts.ts";

/** Test files whose inputs are known: by path a key of all that each sees. */
export type KnownInputs = (tree: SourceTree, env: StepRun["env"]) => Promise<ReadonlyMap<string, string>>;

/** How a test file ended, as vitest reports it. */
export interface FileResult {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string }[];
}

/** Which test files saw the same when they passed before; a full run, which keeps its own, has none. */
export class PassedFiles {
  /** Paths from the root. */
  readonly before: readonly string[];
  readonly #keys: ReadonlyMap<string, string>;
  readonly #verdicts: Verdicts;
  readonly #root: string;

  private constructor(keys: ReadonlyMap<string, string>, verdicts: Verdicts, root: string) {
    this.before = [...keys].filter(([, key]) => verdicts.has(key)).map(([path]) => path);
    this.#keys = keys;
    this.#verdicts = verdicts;
    this.#root = root;
  }

  /** undefined for a part of a run: its parts share the files that all machines have. */
  static async among(inputs: KnownInputs, step: StepRun): Promise<PassedFiles | undefined> {
    if (step.part.count > 1) return undefined;
    const tree = await SourceTree.read(step.root);
    return new PassedFiles(await inputs(tree, step.env), await Verdicts.of("files", step), step.root);
  }

  /** Keeps those that ran now and passed whole. */
  async keep(results: readonly FileResult[]): Promise<void> {
    const passed = results.filter(isWhole).flatMap(({ name }) => this.#keys.get(relative(this.#root, name)) ?? []);
    if (passed.length > 0) await this.#verdicts.keep(passed);
  }
}

function isWhole({ status, assertionResults }: FileResult): boolean {
  const tests = assertionResults.map((test) => test.status);
  return status === "passed" && tests.length > 0 && tests.every((one) => one === "passed");
}
