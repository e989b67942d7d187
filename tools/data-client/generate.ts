// usage: node tools/data-client/generate.ts
// Writes training/trainyard_training/data_api/generated from the data API's description. Needs Python and, the first time, a package index.
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { locate } from "../../cli/context.ts";
import { renderCalls } from "./calls.ts";
import { description } from "./description.ts";
import { renderModels } from "./models.ts";

const root = resolve(import.meta.dirname, "..", "..");
const folder = join(root, "training", "trainyard_training", "data_api", "generated");
const whole = description();
writeFileSync(join(folder, "calls.py"), renderCalls(whole));
writeFileSync(join(folder, "models.py"), await renderModels(whole, locate(root, process.env).cache));
