import createClient, { type Client } from "openapi-fetch";
import type { z } from "zod";
import type { paths } from "../../api/runpod/types.generated.ts";
import { type Clock, realClock } from "../lib/clock.ts";
import { fetchReason } from "../lib/fetch-reason.ts";
import { AmbiguousError, RateLimitedError, type RunpodError } from "./failures.ts";
import { Pacer, retryAfterMs } from "./pacing.ts";
import { failureOf } from "./problem.ts";

/** One HTTP exchange, as `globalThis.fetch` or the emulator in the same process does it. */
export type Fetch = (request: Request) => Promise<Response>;

export interface TransportOptions {
  /** Without `/v2`: the document's paths begin with it. */
  readonly apiBase: string;
  readonly apiKey: string;
  /** `trainyard/<version> (<os>; <arch>)`: RunPod's front door turns unnamed libraries away. */
  readonly userAgent: string;
  readonly fetch?: Fetch | undefined;
  readonly clock?: Clock | undefined;
}

/** One call: what it is for a person, and how often it may be sent. */
export interface Call {
  readonly what: string;
  /** `safe`: again after a lost connection, 5xx or 429. `after-429`: an own effect cannot double. `once`: never again. */
  readonly repeat: "safe" | "after-429" | "once";
  /** Bound of the whole call with all its tries, in milliseconds. */
  readonly limitMs?: number | undefined;
  /** The body is handed over unread; the time limit covers the headers only. */
  readonly stream?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Sends requests of one key: time limits, bounded repeats, pacing; everything but success is a RunpodError. */
export interface Transport {
  readonly client: Client<paths>;
  readonly clock: Clock;
  /** The `fetch` for one call of the client. */
  readonly carrier: (call: Call) => Fetch;
  /** Sends by `run`, checks the answer against `schema`. An answer nobody understands is an AmbiguousError. */
  readonly ask: <T>(call: Call, schema: z.ZodType<T>, run: (fetch: Fetch) => Promise<{ data?: unknown }>) => Promise<T>;
}

const tryLimitMs = 30_000;
const patienceMs = 90_000;
const maxTries = 5;
const firstPauseMs = 500;

export function createTransport(options: TransportOptions): Transport {
  const clock = options.clock ?? realClock;
  const carry = new Carrier(options, clock);
  const client = createClient<paths>({
    baseUrl: options.apiBase,
    redirect: "manual",
    headers: { Authorization: `Bearer ${options.apiKey}`, "User-Agent": options.userAgent, Accept: "application/json" },
  });
  const carrier =
    (call: Call): Fetch =>
    (request) =>
      carry.send(request, call);
  return { client, clock, carrier, ask: (call, schema, run) => ask(call, schema, () => run(carrier(call))) };
}

class Carrier {
  readonly #fetch: Fetch;
  readonly #clock: Clock;
  readonly #pacer: Pacer;
  readonly #secret: string;

  constructor(options: TransportOptions, clock: Clock) {
    this.#fetch = options.fetch ?? ((request) => fetch(request));
    this.#clock = clock;
    this.#pacer = new Pacer(clock);
    this.#secret = options.apiKey;
  }

  async send(request: Request, call: Call): Promise<Response> {
    const deadline = this.#clock.now() + (call.limitMs ?? Number.POSITIVE_INFINITY);
    for (let tried = 1; ; tried += 1) {
      await this.#pacer.wait(request.method !== "GET", call.signal);
      const limitMs = Math.min(tryLimitMs, deadline - this.#clock.now());
      const { response, failure, pauseMs } = await this.#sendOnce(request.clone(), call, limitMs);
      if (failure === undefined) return response;
      const pause = pauseMs ?? firstPauseMs * 2 ** (tried - 1);
      const mayRepeat = failure instanceof RateLimitedError ? call.repeat !== "once" : call.repeat === "safe";
      const repeatable = failure instanceof RateLimitedError || failure instanceof AmbiguousError;
      const tooLate = pause > patienceMs || this.#clock.now() + pause >= deadline || call.signal?.aborted === true;
      if (!repeatable || !mayRepeat || tooLate || tried >= maxTries) throw failure;
      await this.#clock.sleep(pause, call.signal);
    }
  }

  async #sendOnce(request: Request, call: Call, limitMs: number): Promise<Sent> {
    const stop = new AbortController();
    const timer = new AbortController();
    const signals = call.signal === undefined ? [stop.signal] : [stop.signal, call.signal];
    const exchange = this.#exchange(new Request(request, { signal: AbortSignal.any(signals) }), call);
    const late = this.#clock.sleep(Math.max(0, limitMs), timer.signal).then(() => undefined);
    try {
      const sent = await Promise.race([exchange, late]);
      if (sent !== undefined) return sent;
      stop.abort();
      return { failure: failureOf({ what: call.what, status: 0, body: `none within ${limitMs / 1000} s` }) };
    } finally {
      timer.abort();
    }
  }

  /** Never rejects: a lost connection is a failure like any other. */
  async #exchange(request: Request, call: Call): Promise<Sent> {
    try {
      const response = await this.#fetch(request);
      this.#pacer.note(response.headers);
      if (call.stream === true && response.ok) return { response };
      const body = await response.text();
      if (response.ok) return { response: new Response(body === "" ? null : body, response) };
      return this.#refused(call, response, body);
    } catch (error) {
      return { failure: failureOf({ what: call.what, status: 0, body: this.#hidden(fetchReason(error)) }) };
    }
  }

  #refused(call: Call, response: Response, body: string): Sent {
    const requestId = response.headers.get("x-request-id") ?? undefined;
    const failure = failureOf({ what: call.what, status: response.status, body: this.#hidden(body), requestId });
    if (response.status !== 429) return { failure };
    const pauseMs = retryAfterMs(response.headers);
    this.#pacer.block(Math.min(patienceMs, pauseMs ?? firstPauseMs));
    return { failure, pauseMs };
  }

  #hidden(text: string): string {
    return this.#secret === "" ? text : text.replaceAll(this.#secret, "***");
  }
}

type Sent =
  | { readonly response: Response; readonly failure?: undefined; readonly pauseMs?: undefined }
  | { readonly response?: undefined; readonly failure: RunpodError; readonly pauseMs?: number | undefined };

async function ask<T>(call: Call, schema: z.ZodType<T>, run: () => Promise<{ data?: unknown }>): Promise<T> {
  let data: unknown;
  try {
    ({ data } = await run());
  } catch (error) {
    if (error instanceof SyntaxError) throw notUnderstood(call, "it is not JSON");
    throw error;
  }
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw notUnderstood(call, parsed.error.issues.map((one) => `${one.path.join(".")}: ${one.message}`).join("; "));
}

/** The call was taken, but what came back cannot be relied on. */
export function notUnderstood(call: Pick<Call, "what">, why: string): AmbiguousError {
  const advice = "it may have had its effect: look before it is asked for again";
  return new AmbiguousError(`${call.what}: RunPod's answer is not understood: ${why}; ${advice}`, {
    status: 200,
    detail: why,
  });
}
