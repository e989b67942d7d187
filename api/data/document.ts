import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { parse } from "yaml";

const folder = fileURLToPath(new URL("../../services/data-api/openapi/", import.meta.url));

type Mapping = Readonly<Record<string, unknown>>;

/** The data API's description as the service serves it: one document of all its subjects. Throws where two say one thing. */
export function dataApiDocument(): Mapping {
  const parts = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  const inOrder = parts.sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
  return inOrder
    .map((file) => parse(readFileSync(join(folder, file), "utf8")) as Mapping)
    .reduce((whole, part) => joined(whole, part, ""), {});
}

const rank = (file: string): number => (file === "base.yaml" ? 0 : 1);

function joined(one: Mapping, other: Mapping, at: string): Mapping {
  const whole: Record<string, unknown> = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const known = whole[key];
    const here = `${at}/${key}`;
    if (known === undefined) whole[key] = value;
    else if (Array.isArray(known) && Array.isArray(value))
      whole[key] = [...(known as unknown[]), ...(value as unknown[])];
    else if (isMapping(known) && isMapping(value)) whole[key] = joined(known, value, here);
    else throw new Error(`services/data-api/openapi: ${here} is said twice`);
  }
  return whole;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
