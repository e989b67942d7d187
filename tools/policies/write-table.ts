import { writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { toldPacks } from "./packs.ts";
import { renderRules } from "./table.ts";

const file = new URL("../../docs/policies.md", import.meta.url);
const options = await resolveConfig(file);
writeFileSync(file, await format(renderRules(toldPacks()), { ...options, parser: "markdown" }));
