import type { EngineLog } from "./engine-log.ts";
import { Cancelled, TimedOut } from "./errors.ts";
import type { TimedCall } from "./kind.ts";

/** The calls under way: gives each what it needs, cancels all at once, knows when the last has ended. */
export class Calls {
  readonly #cancel = new AbortController();
  readonly #running = new Set<Promise<unknown>>();
  readonly #log: EngineLog;

  constructor(log: EngineLog) {
    this.#log = log;
  }

  /** Runs `work` for the resource `urn`; `timeoutSeconds` 0 means no limit. The result waits for the lines about it. */
  async run<T>(urn: string, timeoutSeconds: number, work: (call: TimedCall) => T | Promise<T>): Promise<T> {
    const limit = timeoutSeconds > 0 ? timeoutSeconds : undefined;
    const timeout = new AbortController();
    const timer = limit === undefined ? undefined : setTimeout(() => timeout.abort(new TimedOut(limit)), limit * 1000);
    const running = (async () =>
      work(this.#call(urn, limit, AbortSignal.any([this.#cancel.signal, timeout.signal]))))();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      clearTimeout(timer);
      this.#running.delete(running);
      await this.#log.flushed();
    }
  }

  /** Aborts all calls, also those that come later. */
  cancel(): void {
    this.#cancel.abort(new Cancelled());
  }

  /** Resolves when no call is under way. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  #call(urn: string, timeoutSeconds: number | undefined, signal: AbortSignal): TimedCall {
    const [type = "", name = ""] = urn.split("::").slice(2);
    return {
      urn,
      type: type.split("$").at(-1) ?? type,
      name: urn.split("::").slice(3).join("::") || name,
      signal,
      timeoutSeconds,
      log: (severity, message) => this.#log.write(urn, severity, message, false),
      status: (message) => this.#log.write(urn, "info", message, true),
    };
  }
}
