import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { PropertyMap } from "../../core/values.ts";
import { ApiError, UnreachableError } from "./answer.ts";
import type { Connection } from "./connection.ts";

export interface ApiRequest {
  readonly method: "GET" | "PATCH" | "DELETE";
  /** With the query: `/api/v1/namespaces/a/pods?limit=1`. */
  readonly path: string;
  readonly contentType?: string;
  readonly body?: PropertyMap;
  readonly signal: AbortSignal;
  /** Without any answer for this long the cluster counts as unreachable, in seconds. @default 30 */
  readonly silenceSeconds?: number;
}

export interface ApiAnswer {
  readonly text: string;
  /** What the server warns of, in its words. */
  readonly warnings: readonly string[];
}

/** Sends one request. Throws an {@link ApiError} for an answer from 400 on, an {@link UnreachableError} for none. */
export async function send(connection: Connection, wanted: ApiRequest): Promise<ApiAnswer> {
  const { server } = connection;
  wanted.signal.throwIfAborted();
  const options = await connection.requestOptions();
  const body = wanted.body === undefined ? undefined : JSON.stringify(wanted.body);
  const headers = {
    Accept: "application/json",
    "User-Agent": "pulumi-kubernetes (trainyard)",
    ...(body === undefined ? {} : { "Content-Type": wanted.contentType, "Content-Length": Buffer.byteLength(body) }),
    ...(options.headers as Record<string, string> | undefined),
  };
  const start = server.protocol === "http:" ? httpRequest : httpsRequest;
  const path = server.pathname.replace(/\/$/, "") + wanted.path;
  const where = { host: server.hostname.replace(/^\[|\]$/g, ""), port: server.port, method: wanted.method, path };
  const timeout = (wanted.silenceSeconds ?? 30) * 1000;
  const { status, text, warnings } = await new Promise<ApiAnswer & { status: number }>((resolve, reject) => {
    const fail = (error: Error) =>
      reject(wanted.signal.aborted ? (wanted.signal.reason as Error) : unreachable(server, error));
    const sent = start({ ...options, ...where, headers, timeout, signal: wanted.signal }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.once("error", fail);
      answer.once("end", () => {
        const said = answer.headers["warning"] ?? [];
        const warned = [said].flat().flatMap((line) => [...line.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)]);
        const found = warned.map((match) => (match[1] ?? "").replace(/\\(.)/g, "$1"));
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8"), warnings: found });
      });
    });
    sent.once("error", fail);
    sent.once("timeout", () => sent.destroy(new Error(`nothing came for ${timeout / 1000} seconds`)));
    sent.end(body);
  });
  if (status >= 400) throw new ApiError(status, parsed(text));
  return { text, warnings };
}

function unreachable(server: URL, error: Error): UnreachableError {
  const { code } = error as NodeJS.ErrnoException;
  const why = error.message || code || "unknown";
  return new UnreachableError(`the cluster at ${server.origin} does not answer: ${why}`, { cause: error });
}

/** A Status object, or what a server that is no Kubernetes says. */
function parsed(text: string): PropertyMap {
  try {
    return JSON.parse(text) as PropertyMap;
  } catch {
    return { message: text.slice(0, 200) };
  }
}
