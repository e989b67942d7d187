import { type Context, Hono } from "hono";
import type { Clock } from "../clock.ts";
import { limitBody } from "./limit-body.ts";

/** Cloudflare in front of the real proxy gives up after 100 s and answers 524. */
const ANSWER_SECONDS = 100;
/** Largest request body that Cloudflare passes on, in bytes. */
const MAX_BODY_BYTES = 100_000_000;
/** Headers of one connection only: neither side's reach the other. */
const HOP_BY_HOP = ["connection", "keep-alive", "proxy-authenticate", "te", "trailer", "transfer-encoding", "upgrade"];

/** A pod as the proxy sees it. */
export interface ProxiedPod {
  readonly running: boolean;
  /** Ports of the form `8787/http`; others are not proxied. */
  readonly ports: readonly string[];
  /** undefined while no container runs. Rejects when nothing listens. */
  readonly fetch: ((port: number, request: Request) => Promise<Response>) | undefined;
}

/** What the proxy needs of the emulator. */
export interface ProxyWorld {
  readonly clock: Clock;
  pod(id: string): ProxiedPod | undefined;
}

const refusal = (status: number, text: string) =>
  new Response(`${text}\n`, { status, headers: { "content-type": "text/plain" } });

function headersWithout(headers: Headers, names: readonly string[]): Headers {
  const kept = new Headers(headers);
  for (const name of names) kept.delete(name);
  return kept;
}

/** The public proxy of the pods' HTTP ports, to be mounted at `mount`: `<mount>/<podId>/<port>/<path in the pod>`. */
export function createProxyApp(world: ProxyWorld, mount = "/proxy"): Hono {
  const app = new Hono();
  const handler = (context: Context) => {
    const { podId = "", port = "" } = context.req.param();
    return forward(world, { podId, port, mount }, context.req.raw);
  };
  app.all("/:podId/:port", handler);
  app.all("/:podId/:port/*", handler);
  return app;
}

async function forward(
  world: ProxyWorld,
  at: { podId: string; port: string; mount: string },
  request: Request,
): Promise<Response> {
  const pod = world.pod(at.podId);
  if (pod === undefined || !pod.ports.includes(`${at.port}/http`)) {
    return refusal(404, `no pod ${at.podId} with an HTTP port ${at.port}`);
  }
  if (!pod.running || pod.fetch === undefined) return refusal(502, `pod ${at.podId} does not run`);
  if (Number(request.headers.get("content-length") ?? "0") > MAX_BODY_BYTES) return tooLarge();
  const url = new URL(request.url);
  const path = url.pathname.slice(`${at.mount}/${at.podId}/${at.port}`.length);
  const target = `http://127.0.0.1:${at.port}${path === "" ? "/" : path}${url.search}`;
  return exchange(world.clock, (inner) => pod.fetch?.(Number(at.port), inner), { request, target });
}

const tooLarge = () => refusal(413, `the body is larger than ${MAX_BODY_BYTES} bytes`);

async function exchange(
  clock: Clock,
  send: (request: Request) => Promise<Response> | undefined,
  { request, target }: { request: Request; target: string },
): Promise<Response> {
  const [over, late, settled] = [new AbortController(), new AbortController(), new AbortController()];
  const body = request.body === null ? null : limitBody(request.body, MAX_BODY_BYTES, () => over.abort());
  const inner = new Request(target, {
    method: request.method,
    headers: headersWithout(request.headers, [...HOP_BY_HOP, "host"]),
    body,
    ...(body === null ? {} : { duplex: "half" }),
    signal: AbortSignal.any([request.signal, over.signal, late.signal]),
  });
  const limit = clock.sleep(ANSWER_SECONDS * 1000, settled.signal).then(() => "late" as const);
  try {
    const answer = await Promise.race([send(inner), limit]);
    if (answer === undefined) return refusal(502, "the pod does not run");
    if (answer !== "late") return passOn(answer);
    late.abort();
    return refusal(524, `the pod did not answer within ${ANSWER_SECONDS} s`);
  } catch {
    return over.signal.aborted ? tooLarge() : refusal(502, "nothing answers on this port of the pod");
  } finally {
    settled.abort();
  }
}

function passOn(answer: Response): Response {
  const { status, statusText } = answer;
  const headers = headersWithout(answer.headers, HOP_BY_HOP);
  return new Response(answer.body, { status, statusText, headers });
}
