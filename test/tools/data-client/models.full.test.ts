import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { locate } from "../../../cli/context.ts";
import { description } from "../../../tools/data-client/description.ts";
import { renderModels } from "../../../tools/data-client/models.ts";

const root = resolve(import.meta.dirname, "../../..");
const file = join(root, "training/trainyard_training/data_api/generated/models.py");

it("the generator of the lock makes the committed models, byte for byte", { timeout: 600_000 }, async () => {
  const made = await renderModels(description(), locate(root, process.env).cache);
  expect(made === readFileSync(file, "utf8")).toBe(true);
});
