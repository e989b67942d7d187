// usage: node api/data/generate.ts
// Writes types.generated.ts beside it, from the data API's description in services/data-api/openapi.
import { writeFileSync } from "node:fs";
import { renderTypes } from "./types.ts";

writeFileSync(new URL("types.generated.ts", import.meta.url), await renderTypes());
