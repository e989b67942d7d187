/** Keys that carry prose or samples, not the contract. */
const PROSE = new Set(["description", "summary", "examples", "example", "title", "tags", "externalDocs", "contact"]);

/** Children of these keys are named by the API, so a field called `description` or `title` there is a fact and stays. */
const NAMES = new Set(["properties", "schemas", "paths", "responses", "parameters", "headers", "securitySchemes"]);

function strip(node: unknown, parent = ""): unknown {
  if (Array.isArray(node)) return node.map((item) => strip(item));
  if (node === null || typeof node !== "object") return node;
  const kept = Object.entries(node).filter(([key]) => NAMES.has(parent) || !PROSE.has(key));
  const children = kept.map(([key, value]) => [key, strip(value, NAMES.has(parent) ? "" : key)]);
  const out = Object.fromEntries(children) as Record<string, unknown>;
  if (parent === "responses") {
    for (const response of Object.values(out)) {
      // OpenAPI requires a response to carry the field.
      if (typeof response === "object" && response !== null && !("$ref" in response))
        Object.assign(response, { description: "" });
    }
  }
  return out;
}

/** The contract of an OpenAPI document without its prose: paths, types, enums, limits, required fields, defaults. */
export function contractOf(document: unknown): object {
  const contract = strip(document) as { info: { version: string } };
  return {
    ...contract,
    info: { title: "RunPod REST API: the contract, without prose", version: contract.info.version },
  };
}
