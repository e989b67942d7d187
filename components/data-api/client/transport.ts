import createClient, { type Client } from "openapi-fetch";
import type { paths } from "../../../api/data/types.generated.ts";
import type { Clock } from "../../lib/clock.ts";
import { fetchReason } from "../../lib/fetch-reason.ts";
import { DataApiError, failureOf } from "./failures.ts";

/** One HTTP exchange, as `globalThis.fetch` does it. */
export type Fetch = (request: Request) => Promise<Response>;

export interface TransportOptions {
  /** Address of the service, asked for before every call: a way into a cluster is opened when it is needed. */
  readonly address: () => Promise<string>;
  readonly token: string;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly fetch?: Fetch | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One call. */
export interface Call {
  /** For a person: `read the file "/a"`. */
  readonly what: string;
  /** May be sent again where nobody knows whether it had its effect. */
  readonly repeat: boolean;
  /** Bound of one try, in milliseconds. @default 60,000 */
  readonly limitMs?: number;
}

const TRY_LIMIT_MS = 60_000;
const TRIES = 6;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;
/** The client writes paths against it; the real one is asked for at each try. */
const NOWHERE = "http://data-api.invalid";

/** Sends calls to one data API: time limits, bounded repeats. Everything but success is a DataApiError. */
export class Transport {
  private readonly options: TransportOptions;
  private readonly client: Client<paths>;

  constructor(options: TransportOptions) {
    this.options = options;
    this.client = createClient<paths>({ baseUrl: NOWHERE, redirect: "manual" });
  }

  /** Sends by `run` and answers with the data of a success. */
  async ask<T>(call: Call, run: (client: Client<paths>, how: { fetch: Fetch }) => Promise<{ data?: T }>): Promise<T> {
    const { data } = await run(this.client, { fetch: (request) => this.carry(call, request) });
    return data as T;
  }

  /** Longer with each try (from 1) that failed. */
  async pause(tried: number): Promise<void> {
    const { clock, signal } = this.options;
    await clock.sleep(backoffMs(tried), signal);
  }

  private async carry(call: Call, wanted: Request): Promise<Response> {
    const { clock, signal } = this.options;
    for (let tried = 1; ; tried += 1) {
      const response = await this.once(call, wanted.clone()).catch((error: unknown) => error);
      if (response instanceof Response) return response;
      const away = response instanceof DataApiError && response.kind === "away";
      // 409, 429 and 503 with a time are said before anything is done.
      const untouched = away && response.retryAfterMs !== undefined;
      if (!away || tried >= TRIES || signal?.aborted === true || !(call.repeat || untouched)) throw response;
      await clock.sleep(Math.min(response.retryAfterMs ?? backoffMs(tried), LONGEST_PAUSE_MS), signal);
    }
  }

  private async once(call: Call, wanted: Request): Promise<Response> {
    const { clock, signal, fetch: send = fetch } = this.options;
    const stop = new AbortController();
    const timer = new AbortController();
    const limitMs = call.limitMs ?? TRY_LIMIT_MS;
    const late = clock.sleep(limitMs, timer.signal).then(() => undefined);
    try {
      const both = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
      const exchange = this.request(wanted, both).then(send);
      const response = await Promise.race([exchange, late]);
      if (response === undefined) {
        exchange.catch(() => undefined);
        stop.abort();
        throw new DataApiError(call.what, 0, `the data API gave no answer within ${limitMs / 1000} s`);
      }
      if (response.ok) return response;
      throw await failureOf(call.what, response);
    } catch (error) {
      if (error instanceof DataApiError) throw error;
      throw new DataApiError(call.what, 0, `the data API does not answer: ${this.hidden(fetchReason(error))}`);
    } finally {
      timer.abort();
    }
  }

  private async request(wanted: Request, signal: AbortSignal): Promise<Request> {
    const headers = new Headers(wanted.headers);
    headers.set("authorization", `Bearer ${this.options.token}`);
    headers.set("user-agent", this.options.userAgent);
    const body = wanted.body === null ? undefined : await wanted.arrayBuffer();
    const url = wanted.url.replace(NOWHERE, await this.options.address());
    const init = { method: wanted.method, headers, signal, redirect: "manual" } as const;
    return new Request(url, body === undefined ? init : { ...init, body });
  }

  private hidden(text: string): string {
    return text.replaceAll(this.options.token, "***");
  }
}

/** Longer with each try (from 1) that failed. */
function backoffMs(tried: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.max(tried - 1, 0), LONGEST_PAUSE_MS);
}
