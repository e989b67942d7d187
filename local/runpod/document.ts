import document from "../../api/runpod/openapi-v2.json" with { type: "json" };
import { secretsPaths } from "./overlay.ts";

/** A parameter as the description declares it. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** One operation of the description. Schemas are references such as `#/components/schemas/Pod`. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With parameters in braces: `/v2/pods/{id}`. */
  readonly template: string;
  readonly parameters: readonly Parameter[];
  readonly body: string | undefined;
  /** By status; undefined has no JSON body. `default` is there too. */
  readonly answers: Readonly<Record<string, string | undefined>>;
}

type Json = Readonly<Record<string, unknown>>;

const METHODS = ["get", "post", "put", "patch", "delete"];

const object = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});

/** Follows a reference within the document. */
function resolve(value: unknown): Json {
  const ref = object(value)["$ref"];
  if (typeof ref !== "string") return object(value);
  const steps = ref.replace("#/", "").split("/");
  return resolve(steps.reduce<unknown>((at, step) => object(at)[step], document));
}

/** Reference of the first JSON schema in a `content`. */
function schemaRef(content: unknown): string | undefined {
  for (const [type, media] of Object.entries(object(content))) {
    const ref = object(object(media)["schema"])["$ref"];
    if (type.includes("json") && typeof ref === "string") return ref;
  }
  return undefined;
}

function operationOf(template: string, method: string, item: Json): Operation {
  const operation = object(item[method]);
  const declared = [item["parameters"], operation["parameters"]].flatMap((list): unknown[] =>
    Array.isArray(list) ? list : [],
  );
  const answers = Object.entries(object(operation["responses"])).map(
    ([status, response]) => [status, schemaRef(resolve(response)["content"])] as const,
  );
  return {
    id: String(operation["operationId"]),
    method: method.toUpperCase(),
    template,
    parameters: declared.map((one) => resolve(one) as unknown as Parameter),
    body: schemaRef(object(operation["requestBody"])["content"]),
    answers: Object.fromEntries(answers),
  };
}

function operationsIn(paths: unknown): readonly Operation[] {
  return Object.entries(object(paths)).flatMap(([template, item]) =>
    METHODS.filter((method) => method in object(item)).map((method) => operationOf(template, method, object(item))),
  );
}

const depth = (template: string): number => template.split("{").length;

/** All operations, fixed paths before those with parameters. */
export const operations: readonly Operation[] = [...operationsIn(document.paths), ...operationsIn(secretsPaths)].sort(
  (a, b) => depth(a.template) - depth(b.template),
);

/** Whether this operation is in the overlay only. */
export const isOverlay = (operation: Operation): boolean => operation.template in secretsPaths;
