import { dataApiDocument } from "../../api/data/document.ts";

/** What this folder reads of a schema. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

export interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: "query" | "path" | "header";
  readonly required?: boolean;
  readonly schema: Schema;
}

/** What a body may be, by its content type. */
export type Content = Readonly<Record<string, { readonly schema: Schema }>>;

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

type Methods = Readonly<Record<string, Operation>>;

export interface Description {
  readonly paths: Readonly<Record<string, Methods & { readonly parameters?: readonly Parameter[] }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** The data API's description, as its service serves it. */
export const description = (): Description => dataApiDocument() as unknown as Description;

/** What a reference of the description stands for; anything else is itself. */
export function resolved<T extends { readonly $ref?: string }>(whole: Description, value: T): T {
  if (value.$ref === undefined) return value;
  const found = value.$ref
    .slice(2)
    .split("/")
    .reduce<unknown>((at, part) => (at as Readonly<Record<string, unknown>>)[part], whole);
  if (found === undefined) throw new Error(`${value.$ref} is not in the description`);
  return resolved(whole, found as T);
}
