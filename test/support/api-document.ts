import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const BASE = "https://data-api.test/openapi.json";

interface Media {
  readonly schema?: object;
}
interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, Media>>;
}
interface Operation {
  readonly responses: Readonly<Record<string, Response>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** An answer as it came. */
export interface Answered {
  readonly method: string;
  /** Without the query, as it was sent. */
  readonly path: string;
  readonly status: number;
  /** Null where there is none. */
  readonly contentType: string | null;
  readonly body: unknown;
}

/** An OpenAPI 3.1 document as the judge of answers. */
export class ApiDocument {
  readonly #document: Document;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #routes: readonly { readonly path: string; readonly pattern: RegExp }[];
  readonly #seen = new Set<string>();

  constructor(document: object) {
    this.#document = document as Document;
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(document, BASE);
    // What is spelt out comes before what has a parameter there.
    this.#routes = Object.keys(this.#document.paths)
      .sort((a, b) => a.split("{").length - b.split("{").length)
      .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, "[^/]+")}$`) }));
  }

  /** Operations and statuses that were answered so far, as `GET /v1/tables 200`. */
  seen(): readonly string[] {
    return [...this.#seen].sort();
  }

  /** What of an answer the document does not promise; empty where all is as it says. */
  breaches(answer: Answered): readonly string[] {
    const what = `${answer.method} ${answer.path} ${answer.status}`;
    const method = answer.method.toLowerCase();
    const route = this.#routes.find(
      ({ path, pattern }) => pattern.test(answer.path) && method in (this.#document.paths[path] ?? {}),
    );
    if (route === undefined) return [`${what}: is no route of the document`];
    const at = ["paths", route.path, method, "responses", String(answer.status)];
    const response = this.#at(at);
    if (response === undefined) return [`${what}: this status is not in the document`];
    this.#seen.add(`${answer.method} ${route.path} ${answer.status}`);
    return this.#bodyBreaches(answer, response, what);
  }

  #bodyBreaches(answer: Answered, { found, pointer }: Found, what: string): readonly string[] {
    const content = found.content ?? {};
    const given = answer.contentType?.split(";")[0]?.trim() ?? "";
    if (Object.keys(content).length === 0) return answer.body === undefined ? [] : [`${what}: should have no body`];
    const media = content[given];
    if (media === undefined) return [`${what}: is ${given}, not ${Object.keys(content).join(" or ")}`];
    if (media.schema === undefined || !given.endsWith("json")) return [];
    const validate = this.#ajv.compile({ $ref: `${BASE}#${pointer}/content/${escaped(given)}/schema` });
    return validate(answer.body) ? [] : (validate.errors ?? []).map((error) => `${what}: ${told(error)}`);
  }

  #at(keys: readonly string[]): Found | undefined {
    let node: unknown = this.#document;
    for (const key of keys) node = (node as Record<string, unknown> | undefined)?.[key];
    if (node === undefined) return undefined;
    const response = node as Response;
    if (response.$ref === undefined) return { found: response, pointer: `/${keys.map(escaped).join("/")}` };
    return this.#at(response.$ref.slice(2).split("/"));
  }
}

interface Found {
  readonly found: Response;
  /** A JSON pointer, as a URI's fragment. */
  readonly pointer: string;
}

const escaped = (key: string) => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"));
const told = ({ instancePath, message }: ErrorObject) => `${instancePath === "" ? "$" : instancePath} ${message ?? ""}`;
