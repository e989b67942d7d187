import type { RequestEntry } from "./contract.ts";

const KEPT = 20_000;

/** What was asked, the last entries of it. */
export class RequestLog {
  #entries: RequestEntry[] = [];
  #count = 0;

  add(entry: Omit<RequestEntry, "n">): void {
    this.#entries.push({ n: ++this.#count, ...entry });
    if (this.#entries.length > KEPT) this.#entries = this.#entries.slice(-KEPT / 2);
  }

  list(): readonly RequestEntry[] {
    return this.#entries;
  }

  clear(): void {
    this.#entries = [];
  }
}
