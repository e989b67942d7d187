import type { Clock } from "../lib/clock.ts";
import { fetchReason } from "../lib/fetch-reason.ts";
import { refusalOf, TrackingError } from "./failures.ts";

/** A body as `fetch` takes it. */
export type Content = string | ReadableStream<Uint8Array>;

/** One HTTP exchange, as `globalThis.fetch` does it. */
export type Fetch = (request: Request) => Promise<Response>;

/** One way to the server. */
export interface Endpoint {
  /** Without a trailing slash. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface TransportOptions {
  /** Ways to the server, best first. Throws where there is none at the moment. */
  readonly endpoints: () => Promise<readonly Endpoint[]>;
  readonly username: string;
  readonly password: string;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly fetch?: Fetch | undefined;
}

/** One call. */
export interface Call {
  /** For a person: `create the run "x"`. */
  readonly what: string;
  readonly method: "GET" | "POST" | "PUT";
  /** With the leading slash and the query. */
  readonly path: string;
  /** Made anew for each try. `bytes`: its length where it is a stream. */
  readonly body?: () => Promise<{ readonly content: Content; readonly type: string; readonly bytes?: number }>;
  /** May be sent again where nobody knows whether it had its effect. */
  readonly repeat: boolean;
  /** Bound of one try, in milliseconds. @default 30,000 */
  readonly limitMs?: number;
  readonly signal?: AbortSignal | undefined;
}

const TRY_LIMIT_MS = 30_000;
const TRIES = 3;
const FIRST_PAUSE_MS = 1_000;

/** Sends calls to one MLflow server: ways in turn, time limits, bounded repeats. Everything but success is a TrackingError. */
export class Transport {
  private readonly options: TransportOptions;
  private readonly authorization: string;

  constructor(options: TransportOptions) {
    this.options = options;
    this.authorization = `Basic ${Buffer.from(`${options.username}:${options.password}`).toString("base64")}`;
  }

  pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return this.options.clock.sleep(ms, signal);
  }

  /** The answer's body is handed to `read` within the time limit of the try. */
  async send<T>(call: Call, read: (response: Response) => Promise<T>): Promise<T> {
    const { clock } = this.options;
    for (let tried = 1; ; tried++) {
      try {
        return await this.oneWay(call, read);
      } catch (error) {
        const again = error instanceof TrackingError && error.kind === "away" && call.repeat && tried < TRIES;
        if (!again || call.signal?.aborted === true) throw error;
      }
      await clock.sleep(FIRST_PAUSE_MS * 2 ** (tried - 1), call.signal);
    }
  }

  /** The next way is taken only where the one before cannot have had an effect, or where a second one does no harm. */
  private async oneWay<T>(call: Call, read: (response: Response) => Promise<T>): Promise<T> {
    const ways = await this.ways(call);
    let failure = new TrackingError("away", `${call.what}: no way to MLflow is known`);
    for (const way of ways) {
      try {
        return await this.once(way, call, read);
      } catch (error) {
        if (!(error instanceof TrackingError) || error.kind !== "away") throw error;
        failure = error;
        if (!call.repeat) break;
      }
    }
    throw failure;
  }

  private async ways(call: Call): Promise<readonly Endpoint[]> {
    try {
      return await this.options.endpoints();
    } catch (error) {
      throw new TrackingError("away", `${call.what}: ${this.hidden(fetchReason(error))}`);
    }
  }

  private async once<T>(way: Endpoint, call: Call, read: (response: Response) => Promise<T>): Promise<T> {
    const { clock } = this.options;
    const stop = new AbortController();
    const timer = new AbortController();
    const signal = call.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, call.signal]);
    const limitMs = call.limitMs ?? TRY_LIMIT_MS;
    const late = clock.sleep(limitMs, timer.signal).then((): "late" => "late");
    const aborted = new Promise<"aborted">((resolve) => {
      signal.addEventListener("abort", () => resolve("aborted"), { once: true });
    });
    try {
      const exchange = this.exchange(await this.request(way, call, signal), call, read);
      const first = await Promise.race([exchange, late, aborted]);
      if (typeof first === "object") return first.value;
      exchange.catch(() => undefined);
      const why = first === "late" ? `MLflow gave no answer within ${limitMs / 1000} s` : "it was broken off";
      throw new TrackingError("away", `${call.what}: ${why}`);
    } finally {
      timer.abort();
      stop.abort();
    }
  }

  private async request(way: Endpoint, call: Call, signal: AbortSignal): Promise<Request> {
    const { userAgent } = this.options;
    const headers = new Headers({ ...way.headers, authorization: this.authorization, "user-agent": userAgent });
    const url = `${way.url}${call.path}`;
    const base = { method: call.method, headers, signal, redirect: "manual" } as const;
    const body = await call.body?.();
    if (body === undefined) return new Request(url, base);
    headers.set("content-type", body.type);
    // MLflow's server takes a body without a length for an empty one.
    if (body.bytes !== undefined) headers.set("content-length", String(body.bytes));
    return new Request(url, { ...base, body: body.content, duplex: "half" });
  }

  private async exchange<T>(
    request: Request,
    call: Call,
    read: (response: Response) => Promise<T>,
  ): Promise<{ readonly value: T }> {
    let response: Response;
    try {
      response = await (this.options.fetch ?? fetch)(request);
      if (response.ok) return { value: await read(response) };
    } catch (error) {
      if (error instanceof TrackingError || isLocal(error)) throw error;
      throw new TrackingError("away", `${call.what}: MLflow does not answer: ${this.hidden(fetchReason(error))}`);
    }
    throw refusalOf(call.what, response.status, this.hidden(await response.text().catch(() => "")));
  }

  private hidden(text: string): string {
    const secrets = [this.options.password, this.authorization.slice("Basic ".length)];
    return secrets.reduce((shown, secret) => (secret === "" ? shown : shown.replaceAll(secret, "***")), text);
  }
}

/** A file of this machine could not be read or written: that is no failure of MLflow's. */
function isLocal(error: unknown): boolean {
  return error instanceof Error && "path" in error && "code" in error;
}
