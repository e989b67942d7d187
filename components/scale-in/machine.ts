/** What is to be done next, of what has just been seen. */
export type Decision<Action> =
  /** Something is to be sent; then look again. */
  | { readonly kind: "act"; readonly action: Action; readonly phase: string }
  /** Nothing to do but wait; `left` says for what, and changes as it goes on. */
  | { readonly kind: "wait"; readonly phase: string; readonly left: string }
  /** All is as it has to be. */
  | { readonly kind: "done" };

/**
 * How nodes of one kind leave. It decides by what it sees, not by what it has done, so it goes on from wherever an earlier run
 * was killed; its memory only counts looks.
 */
export interface Machine<Seen, Action, Memory> {
  readonly fresh: Memory;
  /** Throws where it cannot be seen. */
  observe(): Promise<Seen>;
  /** Why nothing must be started. Empty: it may. */
  objections(seen: Seen): readonly string[];
  decide(seen: Seen, memory: Memory): { readonly next: Decision<Action>; readonly memory: Memory };
  /** May fail after it took effect: the next look tells. */
  act(action: Action): Promise<void>;
  /** How long it may take. */
  limit(seen: Seen): Limit;
  /** What stands in the way, asked when time is up. Never throws. */
  blockers(): Promise<readonly string[]>;
}

export interface Limit {
  readonly seconds: number;
  /** `3.2 GiB at 20 MiB/s` */
  readonly because: string;
}
