import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DataApiDrill } from "../../support/data-api-drill.ts";
import { sha256 } from "./files.ts";
import { PythonDesk } from "./python-desk.ts";

/** A recipe that learns the corpus of the trainer's own tests in seconds. */
const recipe = {
  version: 1,
  name: "tiny",
  kind: "scratch",
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
};

let drill: DataApiDrill;
let desk: PythonDesk;
beforeAll(async () => {
  drill = await DataApiDrill.open("api-training-test");
  desk = new PythonDesk(drill.client);
}, 1_500_000);
afterAll(async () => {
  desk.close();
  await drill.close();
});

it("trains on the snapshot that it was given, also when the folder holds another corpus by then", async () => {
  const { id, manifestSha256 } = await desk.pushCorpus("/py/corpus");
  const query = { path: "/py/corpus/train.bin" };
  await drill.client.expect(204, "writer", "DELETE", "/v1/files", { query });

  const ref = `/py/corpus@${id}`;
  writeFileSync(join(desk.folder, "made", "recipe.json"), JSON.stringify(recipe));
  const places = ["--recipe", "/drill/made/recipe.json", "--data", "/drill/made/data", "--out", "/drill/made/out"];
  const { all } = await desk.run("reader", ["train", "--snapshot", ref, ...places]);
  expect(all).toContain(`manifest ${manifestSha256}`);
  const of = (file: string) => readFileSync(join(desk.folder, "made", file));
  const manifest = JSON.parse(of("corpus/manifest.json").toString()) as { id: string };
  const metrics = JSON.parse(of("out/metrics.json").toString()) as { corpus: object; heldOutTest: object };
  expect(metrics.corpus).toMatchObject({ id: manifest.id, snapshot: ref });
  expect(metrics.heldOutTest).toMatchObject({ passed: true });
  expect(sha256(of("data/train.bin"))).toBe(sha256(of("corpus/train.bin")));
}, 600_000);
