import type { Clock } from "../../../../components/lib/clock.ts";

/** What becomes of one call of a run: it fails before or after it took effect, it is slow, or the whole run is killed. */
export type CallFault =
  | { readonly kind: "fail"; readonly phase: "before" | "after" }
  | { readonly kind: "slow"; readonly seconds: number }
  | { readonly kind: "kill"; readonly phase: "before" | "after" };

/** Faults by the number of the call, from 0. */
export type Faults = Readonly<Record<number, CallFault>>;

/** Every call of one run passes here. A killed run reaches nobody any more, whatever its code still tries. */
export class Gate {
  readonly #clock: Clock;
  readonly #faults: Faults;
  readonly #life = new AbortController();
  calls = 0;

  constructor(clock: Clock, faults: Faults) {
    this.#clock = clock;
    this.#faults = faults;
  }

  get signal(): AbortSignal {
    return this.#life.signal;
  }

  kill(): void {
    this.#life.abort();
  }

  async pass<T>(deed: () => T): Promise<T> {
    const fault = this.#faults[this.calls++];
    this.#check();
    await this.#clock.sleep(fault?.kind === "slow" ? fault.seconds * 1000 : 200);
    this.#check();
    if (fault?.kind === "kill" && fault.phase === "before") this.kill();
    this.#check();
    if (fault?.kind === "fail" && fault.phase === "before") throw new Error("no answer");
    const result = deed();
    if (fault?.kind === "kill") this.kill();
    this.#check();
    if (fault?.kind === "fail") throw new Error("the answer is lost");
    return result;
  }

  #check(): void {
    if (this.#life.signal.aborted) throw new Error("killed");
  }
}
