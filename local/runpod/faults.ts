/** Before the handler had its effect, or after it and before the answer. */
export type Phase = "before" | "after";

/** One thing that can go wrong. `*Seconds`/`seconds` are seconds of the emulator's clock. */
export type Fault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly detail?: string | undefined;
      readonly retryAfterSeconds?: number | undefined;
      readonly phase: Phase;
    }
  | { readonly kind: "drop"; readonly phase: Phase }
  | { readonly kind: "delay"; readonly seconds: number; readonly phase: Phase }
  | { readonly kind: "capacity" }
  | { readonly kind: "rule"; readonly detail?: string | undefined }
  | { readonly kind: "not-found-lag" | "list-lag" | "slow-start"; readonly seconds: number }
  | { readonly kind: "never-ready" }
  | { readonly kind: "host-loss"; readonly afterSeconds: number }
  | { readonly kind: "log-cut"; readonly afterLines: number }
  | { readonly kind: "late-bill"; readonly minutes: number }
  | { readonly kind: "clock-skew"; readonly seconds: number };

/** A fault and the requests it waits for. */
export interface FaultRule {
  /** `method` is exact or `*`; in `path`, `*` is one segment and a last `**` the rest. */
  readonly match: { readonly method: string; readonly path: string };
  /** Matches let through first. @default 0 */
  readonly after?: number | undefined;
  /** Matches it strikes. @default 1 */
  readonly times?: number | undefined;
  readonly fault: Fault;
}
