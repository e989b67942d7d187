import type { Caller } from "./access.ts";
import type { Core } from "./core.ts";
import type { Strike } from "./fault-book.ts";
import { notFoundProblem, texts } from "./problem.ts";
import type { PodRecord } from "./records.ts";

/** One request that passed every check of its form. */
export interface Call {
  readonly core: Core;
  readonly caller: Caller;
  readonly request: Request;
  /** Parameters of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Declared parameters of the query that were given, in the types the description gives them. Others are ignored. */
  readonly query: Readonly<Record<string, unknown>>;
  /** As the schema of the operation wants it. */
  readonly body: unknown;
  readonly strike: Strike;
}

export interface Answer {
  readonly status: number;
  /** JSON, judged by the description before it is sent. */
  readonly body?: unknown;
  /** A stream instead of JSON. */
  readonly stream?: ReadableStream<Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers one operation. Throws Problem. */
export type Handler = (call: Call) => Answer | Promise<Answer>;

/** Handlers by operationId of the description. */
export type Handlers = Readonly<Record<string, Handler>>;

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const noContent: Answer = { status: 204 };

/** The pod of the path, terminated ones for a short while. Throws Problem 404. */
export function podOf(call: Call): PodRecord {
  const { core } = call;
  const now = core.clock.now();
  const pod = core.pods().find((one) => one.id === call.params["id"]);
  const isGone =
    pod === undefined ||
    now < (pod.faults.notFoundUntil ?? 0) ||
    (pod.terminatedAt !== null && now >= pod.terminatedAt + core.settings.goneSeconds * 1000);
  if (isGone) throw notFoundProblem(texts.podNotFound);
  return pod;
}

/** Finds by the id of the path. Throws Problem 404. */
export function itemOf<T extends { readonly id: string }>(call: Call, items: readonly T[]): T {
  const item = items.find((one) => one.id === call.params["id"]);
  if (item === undefined) throw notFoundProblem();
  return item;
}

/** A list, whole or, with the overlay, its page after `?cursor=`. */
export function listed(call: Call, key: string, items: readonly unknown[]): Answer {
  const { pageSize } = call.core.overlay;
  if (pageSize <= 0) return ok({ [key]: items });
  const from = Number(new URL(call.request.url).searchParams.get("cursor") ?? "0");
  const start = Number.isInteger(from) && from >= 0 ? from : 0;
  const end = start + pageSize;
  return ok({ [key]: items.slice(start, end), nextCursor: end < items.length ? String(end) : null });
}
