import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import document from "../../api/runpod/openapi-v2.json" with { type: "json" };
import type { Parameter } from "./document.ts";
import { argvProperties, secretSchemas } from "./overlay.ts";

const BASE = "https://api.runpod.io/description";

/** Judges values by the description. One for each state of the `cmd` overlay; shared, as compiling is slow. */
export class Validator {
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(cmd: boolean) {
    this.#ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(cmd ? documentWithArgv() : documentWithSecrets(), BASE);
  }

  /** Breaches of the schema behind a reference such as `#/components/schemas/Pod`. */
  check(ref: string, value: unknown): readonly string[] {
    const validate = this.#compile(ref, { $ref: BASE + ref });
    return validate(value) ? [] : itemsOf(validate.errors ?? [], "$");
  }

  checkParameter(parameter: Parameter, value: unknown): readonly string[] {
    const validate = this.#compile(JSON.stringify(parameter.schema), absolute(parameter.schema));
    return validate(value) ? [] : itemsOf(validate.errors ?? [], parameter.name);
  }

  #compile(key: string, schema: object): ValidateFunction {
    const known = this.#compiled.get(key);
    if (known !== undefined) return known;
    const made = this.#ajv.compile(schema);
    this.#compiled.set(key, made);
    return made;
  }
}

const validators = new Map<boolean, Validator>();

export function validatorFor(cmd: boolean): Validator {
  const known = validators.get(cmd);
  if (known !== undefined) return known;
  const made = new Validator(cmd);
  validators.set(cmd, made);
  return made;
}

function documentWithSecrets(): object {
  const schemas = { ...document.components.schemas, ...secretSchemas };
  return { ...document, components: { ...document.components, schemas } };
}

/** `cmd` and `entrypoint` join the fields that POST and PATCH of pods know. */
function documentWithArgv(): object {
  const { CreatePodRequest, UpdatePodRequest } = document.components.schemas;
  const widen = <T extends { allOf: readonly object[] }>(schema: T) => ({
    ...schema,
    allOf: [...schema.allOf, { type: "object", properties: argvProperties }],
  });
  const pods = { CreatePodRequest: widen(CreatePodRequest), UpdatePodRequest: widen(UpdatePodRequest) };
  const schemas = { ...document.components.schemas, ...secretSchemas, ...pods };
  return { ...document, components: { ...document.components, schemas } };
}

/** References within the document, made to work outside it. */
function absolute(schema: object): object {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${BASE}#/`);
  return JSON.parse(text) as object;
}

/** Keywords that only say that another one failed. */
const ECHOES = new Set(["if", "allOf", "anyOf", "oneOf"]);

/** One text per breach, such as `$.gpu: additional properties 'bogus' not allowed`. */
function itemsOf(errors: readonly ErrorObject[], root: string): string[] {
  const real = errors.filter((error) => !ECHOES.has(error.keyword));
  // A part that failed for another reason makes its own fields look unknown.
  const others = real.filter((error) => error.keyword !== "unevaluatedProperties");
  const kept = others.length > 0 ? others : real;
  return [...new Set(kept.map((error) => root + error.instancePath.replaceAll("/", ".") + ": " + textOf(error)))];
}

function textOf(error: ErrorObject): string {
  const params = error.params as Readonly<Record<string, unknown>>;
  const extra = params["unevaluatedProperty"] ?? params["additionalProperty"];
  if (typeof extra === "string") return `additional properties '${extra}' not allowed`;
  if (typeof params["missingProperty"] === "string") return `missing property '${params["missingProperty"]}'`;
  const allowed = params["allowedValues"];
  if (Array.isArray(allowed)) return `value must be one of ${allowed.map((one) => `'${String(one)}'`).join(", ")}`;
  return error.message ?? error.keyword;
}
