import { ApiDocument } from "./api-document.ts";

/** Tokens of a data API by the role that they have; `expired` is one that was an admin's. */
export type RoleTokens = Readonly<Record<"reader" | "writer" | "admin" | "expired", string>>;
export type Caller = keyof RoleTokens | "nobody" | "stranger";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** JSON; undefined where there is no body. */
  readonly body: unknown;
}

export interface Call {
  readonly query?: Readonly<Record<string, string | number | readonly string[]>>;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls a data API by its wire alone, and has every answer judged by the document that it serves. */
export class DataApiClient {
  readonly url: string;
  readonly tokens: RoleTokens;
  readonly document: ApiDocument;
  /** What the document did not promise, of all answers so far. */
  readonly breaches: string[] = [];

  private constructor(url: string, tokens: RoleTokens, document: ApiDocument) {
    this.url = url;
    this.tokens = tokens;
    this.document = document;
  }

  static async open(url: string, tokens: RoleTokens): Promise<DataApiClient> {
    const served = await fetch(`${url}/openapi.json`);
    if (!served.ok) throw new Error(`${url}/openapi.json answers ${served.status}`);
    return new DataApiClient(url, tokens, new ApiDocument((await served.json()) as object));
  }

  async call(
    caller: Caller,
    method: string,
    path: string,
    { query = {}, json, headers = {} }: Call = {},
  ): Promise<Answer> {
    const url = new URL(this.url + path);
    for (const [name, value] of Object.entries(query)) {
      for (const one of Array.isArray(value) ? (value as readonly string[]) : [value]) {
        url.searchParams.append(name, String(one));
      }
    }
    const sent: Record<string, string> = { ...headers };
    const token =
      caller === "stranger" ? "nobody-knows-this-token" : caller === "nobody" ? undefined : this.tokens[caller];
    if (token !== undefined) sent["authorization"] = `Bearer ${token}`;
    if (json !== undefined) sent["content-type"] ??= "application/json";
    const body = json === undefined ? null : JSON.stringify(json);
    const answered = await fetch(url, { method, headers: sent, body });
    const text = await answered.text();
    const contentType = answered.headers.get("content-type");
    const answer = { status: answered.status, headers: answered.headers, body: bodyOf(text, contentType) };
    this.breaches.push(...this.document.breaches({ method, path: url.pathname, contentType, ...answer }));
    return answer;
  }

  /** The body of an answer with this status; throws what came where it is another one. */
  async expect<T = unknown>(status: number, caller: Caller, method: string, path: string, call: Call = {}): Promise<T> {
    const answer = await this.call(caller, method, path, call);
    if (answer.status === status) return answer.body as T;
    throw new Error(`${method} ${path} as ${caller}: ${answer.status}, not ${status}: ${JSON.stringify(answer.body)}`);
  }
}

function bodyOf(text: string, contentType: string | null): unknown {
  if (text === "") return undefined;
  return contentType !== null && /json/.test(contentType) ? (JSON.parse(text) as unknown) : text;
}
