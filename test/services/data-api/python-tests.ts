import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { locate } from "../../../cli/context.ts";
import { runInImage } from "../../../cli/corpus/container.ts";
import { ensureEngine } from "../../../cli/engine/index.ts";
import { trainerImage } from "../../../cli/images/index.ts";
import type { DataApiClient } from "../../support/data-api-client.ts";
import { get, sha256, type Snapshot } from "./files.ts";

const root = resolve(import.meta.dirname, "..", "..", "..");
const site = { ...locate(root, process.env), env: process.env };
/** A recipe that learns the corpus of the trainer's own tests in seconds. */
const RECIPE = { version: 1, name: "tiny", kind: "scratch" } as const;
const MAKE_CORPUS = "import sys, pathlib, conftest; conftest.make_corpus(pathlib.Path(sys.argv[1]))";

/** The Python client and the commands of training, in the trainer image, over a real data API. */
export function pythonTests(api: () => DataApiClient): void {
  describe("training over the data API", { timeout: 600_000 }, () => {
    let folder = "";
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "ty-python-"));
      for (const name of ["tokens", "scratch", "made"]) mkdirSync(join(folder, name));
      for (const [name, token] of Object.entries(api().tokens)) writeFileSync(join(folder, "tokens", name), token);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    /** Runs Python as a user of the API; answers with its stdout, and with everything that it said. */
    async function python(user: keyof DataApiClient["tokens"], command: readonly string[], answers: number[] = []) {
      const engine = await ensureEngine(site, () => undefined);
      const image = await trainerImage(engine, site, () => undefined);
      const said: string[] = [];
      const where = [
        `TRAINYARD_DATA_API_URL=${api().url}`,
        `TRAINYARD_DATA_API_TOKEN_FILE=/drill/tokens/${user}`,
        "TRAINYARD_LOOPBACK_ONLY=1",
        "PYTHONPATH=/opt/trainyard:/tests/training",
      ];
      const stdout = await runInImage(
        engine,
        {
          image: image.name,
          command: ["env", ...where, "python3", ...command],
          folders: { "/drill": folder, "/tests": join(root, "test") },
          network: "host",
          purpose: "use the data API from Python",
          interrupted: new AbortController().signal,
          answers,
        },
        (line) => said.push(line),
      );
      const all = [stdout, ...said].join("\n");
      for (const token of Object.values(api().tokens)) expect(all).not.toContain(token);
      return { stdout, all };
    }
    const command = (...args: string[]) => ["-m", "trainyard_training", ...args];

    it("reads back what it wrote, follows pages, and is refused what its role may not", async () => {
      const script = "/tests/services/data-api/python/exercise.py";
      const { stdout } = await python("reader", [script, "/drill/tokens", "/drill/scratch"]);
      const told = JSON.parse(stdout) as Record<string, unknown>;
      const local = (name: string) => sha256(readFileSync(join(folder, "scratch", name)));
      expect(told).toMatchObject({
        roles: ["reader", "writer", "admin"],
        expired: { status: 401 },
        again: { status: 412, kind: "changed" },
        stale: { status: 412, kind: "changed" },
        brought: [true, false],
        sha256: { small: local("small"), large: local("large") },
        listed: ["large.bin", "ខ្មែរ +&.txt"],
        rows: [2500, true, true],
        reader: [1, 2, 3, 4].map(() => ({ status: 403, kind: "refused" })),
      });
      expect(sha256((await get(api(), "/py/large.bin")).bytes)).toBe(local("large"));
    });

    it("trains on the snapshot that it was given, also when the folder holds another corpus by then", async () => {
      await python("writer", ["-c", MAKE_CORPUS, "/drill/made/corpus"]);
      const pushed = await python("admin", command("push", "--data", "/drill/made/corpus", "--path", "/py/corpus"));
      const { id, files, manifestSha256 } = JSON.parse(pushed.stdout) as Snapshot;
      const query = { path: "/py/corpus" };
      const { snapshots } = await api().expect<{ snapshots: Snapshot[] }>(200, "reader", "GET", "/v1/snapshots", {
        query,
      });
      expect(snapshots).toMatchObject([{ id, files, manifestSha256 }]);
      const { rows } = await api().expect<{ rows: object[] }>(200, "reader", "GET", "/v1/tables/corpus:snapshots/rows");
      expect(rows).toMatchObject([{ key: id }]);
      const again = await python("writer", command("push", "--data", "/drill/made/corpus", "--path", "/py/corpus"));
      expect(JSON.parse(again.stdout)).toEqual(JSON.parse(pushed.stdout));
      const changed = { path: "/py/corpus/train.bin" };
      await api().expect(204, "writer", "DELETE", "/v1/files", { query: changed });

      const ref = `/py/corpus@${id}`;
      writeFileSync(join(folder, "made", "recipe.json"), JSON.stringify(recipe()));
      const places = ["--recipe", "/drill/made/recipe.json", "--data", "/drill/made/data", "--out", "/drill/made/out"];
      const { all } = await python("reader", command("train", "--snapshot", ref, ...places));
      expect(all).toContain(`manifest ${manifestSha256}`);
      const of = (file: string) => readFileSync(join(folder, "made", file));
      const manifest = JSON.parse(of("corpus/manifest.json").toString()) as { id: string };
      const metrics = JSON.parse(of("out/metrics.json").toString()) as { corpus: object; heldOutTest: object };
      expect(metrics.corpus).toMatchObject({ id: manifest.id, snapshot: ref });
      expect(metrics.heldOutTest).toMatchObject({ passed: true });
      expect(sha256(of("data/train.bin"))).toBe(sha256(of("corpus/train.bin")));
    });

    it("is told what to do where the snapshot is not there", async () => {
      const args = ["--snapshot", "/py/corpus@nothing", "--out", "/drill/made/nothing"];
      const { all } = await python("reader", command("pull", ...args), [2]);
      expect(all).toContain("no such snapshot\n  on: /py/corpus@nothing\n  why: the newest of /py/corpus: ");
    });
  });
}

const recipe = () => ({
  ...RECIPE,
  base: {
    architecture: {
      ...{ model_type: "qwen2", hidden_size: 32, intermediate_size: 64, num_hidden_layers: 2 },
      ...{ num_attention_heads: 4, num_key_value_heads: 2, max_position_embeddings: 128 },
    },
  },
  data: { form: "tokens", sequence_length: 32 },
  training: { steps: 80, batch_size: 8, learning_rate: 0.01, warmup_steps: 5, threads: 1 },
  checkpoint: { every_steps: 20, keep: 2 },
  evaluation: { every_steps: 40, validation_batches: 2, generated: 0 },
});
