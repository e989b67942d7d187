import type { Clock } from "../lib/clock.ts";

const MINUTE_MS = 60_000;

/** Tells a person how it goes: a line when the phase is another, and one a minute within it. */
export class Progress {
  readonly #clock: Clock;
  readonly #say: (line: string) => void;
  #phase = "";
  #saidMs = 0;

  constructor(clock: Clock, say: (line: string) => void) {
    this.#clock = clock;
    this.#say = say;
  }

  tell(phase: string, text: string): void {
    const now = this.#clock.now();
    if (phase === this.#phase && now - this.#saidMs < MINUTE_MS) return;
    this.#phase = phase;
    this.#saidMs = now;
    this.#say(text);
  }
}
