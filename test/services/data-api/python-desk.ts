import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "vitest";
import { locate } from "../../../cli/context.ts";
import { runInImage } from "../../../cli/corpus/container.ts";
import { ensureEngine } from "../../../cli/engine/index.ts";
import { trainerImage } from "../../../cli/images/index.ts";
import type { DataApiClient } from "../../support/data-api-client.ts";
import type { Snapshot } from "./files.ts";

const root = resolve(import.meta.dirname, "..", "..", "..");
const site = { ...locate(root, process.env), env: process.env };
const MAKE_CORPUS = "import sys, pathlib, conftest; conftest.make_corpus(pathlib.Path(sys.argv[1]))";

/** Python in the trainer image, beside a real data API, with a folder of this machine at `/drill` in it. */
export class PythonDesk {
  readonly folder = mkdtempSync(join(tmpdir(), "ty-python-"));
  readonly #api: DataApiClient;

  constructor(api: DataApiClient) {
    this.#api = api;
    for (const name of ["tokens", "scratch", "made"]) mkdirSync(join(this.folder, name));
    for (const [name, token] of Object.entries(api.tokens)) writeFileSync(join(this.folder, "tokens", name), token);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs Python as a user of the API; answers with its stdout, and with everything that it said. */
  async python(user: keyof DataApiClient["tokens"], command: readonly string[], answers: number[] = []) {
    const engine = await ensureEngine(site, () => undefined);
    const image = await trainerImage(engine, site, () => undefined);
    const said: string[] = [];
    const where = [
      `TRAINYARD_DATA_API_URL=${this.#api.url}`,
      `TRAINYARD_DATA_API_TOKEN_FILE=/drill/tokens/${user}`,
      "TRAINYARD_LOOPBACK_ONLY=1",
      "PYTHONPATH=/opt/trainyard:/tests/training",
    ];
    const stdout = await runInImage(
      engine,
      {
        image: image.name,
        command: ["env", ...where, "python3", ...command],
        folders: { "/drill": this.folder, "/tests": join(root, "test") },
        network: "host",
        purpose: "use the data API from Python",
        interrupted: new AbortController().signal,
        answers,
      },
      (line) => said.push(line),
    );
    const all = [stdout, ...said].join("\n");
    for (const token of Object.values(this.#api.tokens)) expect(all).not.toContain(token);
    return { stdout, all };
  }

  /** Runs a command of training. */
  run(user: keyof DataApiClient["tokens"], args: readonly string[], answers: number[] = []) {
    return this.python(user, ["-m", "trainyard_training", ...args], answers);
  }

  /** Makes the corpus of the trainer's own tests and pushes it to `path`. Answers with its snapshot. */
  async pushCorpus(path: string): Promise<Snapshot> {
    await this.python("writer", ["-c", MAKE_CORPUS, "/drill/made/corpus"]);
    const { stdout } = await this.run("admin", ["push", "--data", "/drill/made/corpus", "--path", path]);
    return JSON.parse(stdout) as Snapshot;
  }
}
