import { request as httpRequest } from "node:http";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import { pipeline } from "node:stream/promises";

/** One HTTP exchange over a connection that is made for it. Bodies are streamed both ways. */
export async function exchange(dial: () => Promise<Socket>, request: Request): Promise<Response> {
  const socket = await dial();
  const { pathname, search, host } = new URL(request.url);
  const headers = { ...Object.fromEntries(request.headers), host, connection: "close" };
  const outgoing = httpRequest({
    createConnection: () => socket,
    method: request.method,
    path: pathname + search,
    headers,
    signal: request.signal,
  });
  outgoing.once("socket", () => socket.resume());
  const answer = new Promise<Response>((resolve, reject) => {
    outgoing.once("error", reject);
    outgoing.once("response", (incoming) => {
      const status = incoming.statusCode ?? 502;
      const bodyless = request.method === "HEAD" || [101, 204, 205, 304].includes(status);
      if (bodyless) incoming.resume();
      const body = bodyless ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
      resolve(new Response(body, { status, headers: headerList(incoming.rawHeaders) }));
    });
  });
  const source = request.body === null ? Readable.from([]) : Readable.fromWeb(request.body as WebStream<Uint8Array>);
  // A pod may answer before it has read everything (413, 401): then its answer counts and not the broken upload.
  pipeline(source, outgoing).catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined));
  return answer;
}

function headerList(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < raw.length; at += 2) headers.append(raw[at] ?? "", raw[at + 1] ?? "");
  return headers;
}
