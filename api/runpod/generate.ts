// usage: node api/runpod/generate.ts [DOCUMENT]
// Writes openapi-v2.json (from DOCUMENT, RunPod's published description, prose removed) and types.generated.ts beside it.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";
import { contractOf } from "./strip.ts";

const here = (file: string) => new URL(file, import.meta.url);
const source = process.argv[2];
if (source !== undefined) {
  const document: unknown = JSON.parse(readFileSync(source, "utf8"));
  writeFileSync(here("openapi-v2.json"), JSON.stringify(contractOf(document), null, 1) + "\n");
}
const contract = JSON.parse(readFileSync(here("openapi-v2.json"), "utf8")) as OpenAPI3;
const types = astToString(await openapiTypescript(contract, { defaultNonNullable: false }));
writeFileSync(
  here("types.generated.ts"),
  `// Made by api/runpod/generate.ts from openapi-v2.json; do not edit.\n${types}`,
);
