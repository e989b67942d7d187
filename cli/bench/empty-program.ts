import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BenchBed } from "./bed.ts";
import { compare, type Measured } from "./result.ts";

/** A project beside ours whose program is one empty module; same packages, without options. Its preview is the baseline. */
export class EmptyProgram {
  static readonly baseline = "an empty Pulumi program, same CLI and packages, no options";
  readonly #bed: BenchBed;
  readonly #folder: string;

  private constructor(bed: BenchBed, folder: string) {
    this.#bed = bed;
    this.#folder = folder;
  }

  static async make(bed: BenchBed): Promise<EmptyProgram> {
    const folder = join(bed.home, "bench", "empty");
    await mkdir(folder, { recursive: true });
    const project = ["name: empty", "runtime:", "  name: nodejs", "  options:", "    typescript: false", ""];
    await writeFile(join(folder, "Pulumi.yaml"), project.join("\n"));
    const description = { name: "empty", type: "module", main: "index.ts" };
    await writeFile(join(folder, "package.json"), JSON.stringify(description));
    await writeFile(join(folder, "index.ts"), "export {};\n");
    await symlink(join(bed.root, "node_modules"), join(folder, "node_modules"));
    await bed.pulumi(["stack", "init", "empty"], folder);
    return new EmptyProgram(bed, folder);
  }

  /** Seconds of a preview of it. */
  preview(): Promise<number> {
    return this.#bed.pulumi(["preview", "--stack", "empty", "--suppress-progress"], this.#folder);
  }

  /** Ratios of `ours` to a preview of it. */
  compare(ours: Measured, runs: number): ReturnType<typeof compare> {
    return compare(ours, () => this.preview(), runs);
  }
}
