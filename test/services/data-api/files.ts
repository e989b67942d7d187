import { createHash } from "node:crypto";
import { request } from "node:http";
import type { Caller, DataApiClient } from "../../support/data-api-client.ts";

export interface Sent {
  readonly method?: string;
  readonly body?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
}
export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}
export interface FileMetadata {
  readonly path: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  readonly sha256: string;
  readonly uploader: string;
  readonly etag: string;
  readonly properties: Readonly<Record<string, string>>;
}
export interface FolderPage {
  readonly entries: readonly { readonly name: string; readonly type: string; readonly etag?: string }[];
  readonly nextPageToken?: string;
}
export interface Upload {
  readonly id: string;
  readonly offsetBytes: number;
}
export interface Snapshot {
  readonly id: string;
  readonly files: number;
  readonly manifestSha256: string;
}

export const sha256 = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");
export const base64Of = (hex: string): string => Buffer.from(hex, "hex").toString("base64");

/** Bytes that look like nothing and are the same each time. */
export function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed * 2654435761;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[at] = state >>> 16;
  }
  return bytes;
}

const authorization = (api: DataApiClient, caller: Caller): Record<string, string> =>
  caller === "nobody" ? {} : { authorization: `Bearer ${caller === "stranger" ? "a-stranger's" : api.tokens[caller]}` };

/** One call with bytes in and out; its answer is judged by the document. */
export async function send(api: DataApiClient, caller: Caller, path: string, sent: Sent = {}): Promise<Got> {
  const { method = "GET", body, headers = {}, query = {} } = sent;
  const url = new URL(api.url + path);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  const all = { ...authorization(api, caller), ...headers };
  const answered = await fetch(url, {
    method,
    headers: all,
    ...(body === undefined ? {} : { body: Buffer.from(body) }),
  });
  const bytes = Buffer.from(await answered.arrayBuffer());
  const contentType = answered.headers.get("content-type");
  const isProblem = contentType?.includes("problem+json") === true;
  if (isProblem) {
    const told = { method, path: url.pathname, contentType, status: answered.status, headers: answered.headers };
    api.breaches.push(...api.document.breaches({ ...told, body: JSON.parse(bytes.toString()) as unknown }));
  }
  return { status: answered.status, headers: answered.headers, bytes };
}

export const put = (api: DataApiClient, path: string, body: Uint8Array, headers: Record<string, string> = {}) =>
  send(api, "writer", "/v1/files", { method: "PUT", body, headers, query: { path } });

export const get = (api: DataApiClient, path: string, headers: Record<string, string> = {}, query = {}) =>
  send(api, "reader", "/v1/files", { headers, query: { path, ...query } });

/** Sends a part of what was announced, then breaks the connection. */
export function cutOff(
  api: DataApiClient,
  method: string,
  path: string,
  part: Uint8Array,
  announced: number,
  more: Record<string, string> = {},
): Promise<void> {
  return new Promise((resolve) => {
    const headers = { ...authorization(api, "writer"), "content-length": String(announced), ...more };
    const call = request(new URL(api.url + path), { method, headers });
    call.once("error", () => undefined);
    call.once("close", resolve);
    call.write(part, () => {
      // What was written has left this process; the rest never comes.
      setImmediate(() => call.destroy());
    });
  });
}
