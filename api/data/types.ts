import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";
import { dataApiDocument } from "./document.ts";

/** The text of types.generated.ts as the description has it now. */
export async function renderTypes(): Promise<string> {
  const document = dataApiDocument() as unknown as OpenAPI3;
  const types = astToString(await openapiTypescript(document, { defaultNonNullable: false }));
  return `// Made by api/data/generate.ts from services/data-api/openapi; do not edit.\n${types}`;
}
