import type { Clock } from "./clock.ts";
import type { PodRecord } from "./records.ts";
import type { State } from "./state.ts";
import { burnUsdPerHour, podUsage, volumeUsd } from "./usage.ts";

const DAWN = 0;

/** The money of the account, and what happens when it is used up. */
export class Balance {
  readonly #clock: Clock;
  readonly #state: State;
  readonly #ended: AbortSignal;
  #watch: AbortController | undefined;
  #onZero: (running: readonly PodRecord[]) => void = () => undefined;

  constructor(clock: Clock, state: State, ended: AbortSignal) {
    this.#clock = clock;
    this.#state = state;
    this.#ended = ended;
  }

  /** Called with the pods that still burn money when none is left. */
  onZero(act: (running: readonly PodRecord[]) => void): void {
    this.#onZero = act;
  }

  /** USD used by all pods and volumes until now. */
  #usedUsd(): number {
    const now = this.#clock.now();
    const pods = this.#state.data.pods.reduce((sum, pod) => sum + podUsage(pod, DAWN, now).usd, 0);
    return this.#state.data.volumes.reduce((sum, volume) => sum + volumeUsd(volume, DAWN, now), pods);
  }

  usd(): number {
    return this.#state.data.creditUsd - this.#usedUsd();
  }

  set(usd: number): void {
    this.#state.data.creditUsd = usd + this.#usedUsd();
    this.#state.changed();
    this.watch();
  }

  /** To be called when what burns money has changed: waits for the moment at which the balance is used up. */
  watch(): void {
    this.#watch?.abort();
    const running = this.#state.data.pods.filter((pod) => pod.intervals.at(-1)?.to === null && isRunning(pod));
    if (running.length === 0) return;
    const usdPerHour = running.reduce((sum, pod) => sum + burnUsdPerHour(pod), 0);
    if (usdPerHour <= 0) return;
    const watch = new AbortController();
    this.#watch = watch;
    const ms = Math.ceil((Math.max(0, this.usd()) / usdPerHour) * 3_600_000) + 1000;
    const signal = AbortSignal.any([watch.signal, this.#ended]);
    void this.#clock.sleep(ms, signal).then(() => {
      if (signal.aborted) return;
      if (this.usd() <= 0) this.#onZero(running);
      else this.watch();
    });
  }
}

/** Only these are ended at zero; a stopped pod's disk goes on costing. */
const isRunning = (pod: PodRecord): boolean =>
  pod.status === "PROVISIONING" || pod.status === "STARTING" || pod.status === "RUNNING";
