import type { Clock } from "../../../components/lib/clock.ts";
import { createService } from "../../../components/runpod/api.ts";
import type { Fetch } from "../../../components/runpod/transport.ts";

/** A clock that stands still until somebody sleeps; then it jumps. `slept` is what was slept, in milliseconds. */
export function jumpingClock(start = Date.parse("2026-11-22T10:00:00Z")): Clock & { readonly slept: number[] } {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (ms, signal) => {
      // A time limit is raced against the exchange: it must not win before the exchange had its turns.
      if (signal !== undefined) for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
      if (signal?.aborted === true) return;
      slept.push(ms);
      now += ms;
    },
  };
}

/** One recorded answer, or what the exchange does instead. */
export type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | "lost" | "silent";

/** A fetch that plays answers in turn (the last one for ever) and keeps what it was asked. */
export function recorded(...answers: readonly Answer[]): { fetch: Fetch; asked: string[]; requests: Request[] } {
  const asked: string[] = [];
  const requests: Request[] = [];
  let next = 0;
  const fetch: Fetch = async (request) => {
    const answer = answers[Math.min(next, answers.length - 1)] ?? "lost";
    next += 1;
    const url = new URL(request.url);
    asked.push(`${request.method} ${url.pathname}${url.search}`);
    requests.push(request.clone());
    if (answer === "lost") throw new TypeError("fetch failed", { cause: new Error("other side closed") });
    if (answer === "silent") return new Promise<Response>(() => undefined);
    const { status, body, headers } = answer;
    const text = typeof body === "string" ? body : body === undefined ? null : JSON.stringify(body);
    return new Response(text, { status, headers: { "content-type": "application/json", ...headers } });
  };
  return { fetch, asked, requests };
}

export const sentinelKey = "rpa_SENTINEL";

/** A service over recorded answers. */
export function recordedService(...answers: readonly Answer[]) {
  const clock = jumpingClock();
  const wire = recorded(...answers);
  const options = {
    apiBase: "http://127.0.0.1:1",
    graphqlUrl: "http://127.0.0.1:1/graphql",
    apiKey: sentinelKey,
    userAgent: "trainyard/0.1.0 (linux; x64)",
    capabilities: { cmd: false, secrets: false },
    fetch: wire.fetch,
    clock,
  };
  return { service: createService(options), options, clock, ...wire };
}

export const podAnswer = {
  id: "p1",
  name: "trainyard-dev-khmer-0a1b2c3d-a1",
  status: "RUNNING",
  actions: ["stop", "restart", "terminate"],
  image: "debian:bookworm-slim",
  args: "",
  disk: 20,
  mounts: {},
  ports: [],
  env: { TRAINYARD_OWNER: "o1" },
  registry: null,
  gpu: { id: "NVIDIA RTX A4000", count: 1 },
  cloud: "SECURE",
  dataCenterId: "EU-RO-1",
  cudaVersion: null,
  ssh: { proxy: null, direct: null },
  template: null,
  cost: 0.25,
  locked: false,
  globalNetworking: { enabled: false },
  runtime: { uptime: 12 },
  createdAt: "2026-11-22T10:00:00Z",
  startedAt: null,
};

/** Everything a stream yields until it ends. */
export async function collected<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}
