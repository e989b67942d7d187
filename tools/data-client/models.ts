import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensurePythonProgram } from "../../local/host/python-program.ts";
import { runOrFail } from "../../local/process/run.ts";
import { type Description } from "./description.ts";

const lock = join(import.meta.dirname, "requirements.lock");

/** How the models are to look. Unknown fields are left unread, so that a newer service does not break an older client. */
const OPTIONS = [
  ...["--input-file-type", "openapi", "--openapi-scopes", "schemas", "paths", "--use-operation-id-as-name"],
  ...["--output-model-type", "pydantic_v2.BaseModel", "--target-python-version", "3.11", "--use-annotated"],
  ...["--snake-case-field", "--allow-population-by-field-name", "--collapse-root-models", "--extra-fields", "ignore"],
  ...["--enum-field-as-literal", "all", "--disable-timestamp", "--formatters", "builtin"],
  ...["--custom-file-header", "# The schemas of services/data-api/openapi."],
];

/** The text of models.py: the schemas of the description as pydantic models. */
export async function renderModels(whole: Description, cache: string): Promise<string> {
  const program = await ensurePythonProgram({ name: "datamodel-codegen", lock }, cache, process.env);
  const folder = mkdtempSync(join(tmpdir(), "ty-models-"));
  try {
    const [input, output] = [join(folder, "description.json"), join(folder, "models.py")];
    writeFileSync(input, JSON.stringify(whole));
    const why = "the models of the data API could not be made";
    const args = ["--input", input, "--output", output, ...OPTIONS];
    await runOrFail(why, "look at services/data-api/openapi", program, args, { cwd: folder });
    return stamped(whole, readFileSync(output, "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What models.py says of itself in its first lines: what it was made from and by, and what it was then. */
export function stampOf(whole: Description, text: string): string {
  return [
    "# Made by tools/data-client/generate.ts; do not edit.",
    `# description: ${sha256(JSON.stringify(whole))}`,
    `# generator:   ${sha256(JSON.stringify([OPTIONS, readFileSync(lock, "utf8")]))}`,
    `# models:      ${sha256(text)}\n`,
  ].join("\n");
}

const stamped = (whole: Description, text: string): string => `${stampOf(whole, text)}${text}`;
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
