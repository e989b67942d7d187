import { Problem, texts } from "./problem.ts";
import type { AccountKeys, PodRecord } from "./records.ts";

/** Who asks. */
export type Caller =
  | { readonly kind: "account"; readonly readOnly: boolean }
  | { readonly kind: "pod"; readonly podId: string }
  | { readonly kind: "nobody" };

/** The `User-Agent`s of plain HTTP libraries, which the edge in front of the service refuses. */
const DEFAULT_AGENTS = /^(python-urllib\/|node$|undici$)/i;

/** The edge's own answer to a request without a telling User-Agent; undefined lets it pass. */
export function edgeRefusal(request: Request): Response | undefined {
  const agent = request.headers.get("user-agent") ?? "";
  if (agent !== "" && !DEFAULT_AGENTS.test(agent)) return undefined;
  return new Response("error code: 1010", { status: 403, headers: { "content-type": "text/plain; charset=UTF-8" } });
}

export function callerOf(request: Request, keys: AccountKeys, pods: readonly PodRecord[]): Caller {
  const key = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  if (key === undefined) return { kind: "nobody" };
  if (key === keys.apiKey) return { kind: "account", readOnly: false };
  if (key === keys.readOnlyApiKey) return { kind: "account", readOnly: true };
  const pod = pods.find((one) => one.key === key);
  return pod === undefined ? { kind: "nobody" } : { kind: "pod", podId: pod.id };
}

/** Throws Problem 401, 403. The key of a pod may act on that pod and nothing else. */
export function authorize(caller: Caller, request: { method: string; path: string }): void {
  if (caller.kind === "nobody") throw new Problem(401, texts.unauthorized);
  const isOwn = caller.kind !== "pod" || new RegExp(`^/v2/pods/${caller.podId}(/(action|logs))?$`).test(request.path);
  const mayWrite = caller.kind !== "account" || !caller.readOnly || request.method === "GET";
  if (!isOwn || !mayWrite) throw new Problem(403, texts.forbidden);
}
