import { formatSeconds } from "../../lib/units.ts";
import type { LeaseFacts } from "./facts.ts";

/** A holder that has not said so for this long is dead. Each call to a cluster ends sooner. */
export const LEASE_SECONDS = 60;
/** Most that clocks of two machines may differ. */
const SKEW_SECONDS = 10;

/** May we work at the set? */
export type Claim =
  | { readonly kind: "ours" }
  /** Somebody may be at work: look again then. */
  | { readonly kind: "wait"; readonly ms: number; readonly why: string }
  | { readonly kind: "taken"; readonly why: string };

/** @param before the lease as it was seen before a wait: a holder that has said so since is alive. */
export function claimOf(
  lease: LeaseFacts | undefined,
  me: string,
  nowMs: number,
  before: LeaseFacts | undefined,
): Claim {
  if (lease === undefined || lease.holder === "" || lease.holder === me) return { kind: "ours" };
  const { holder, renewedMs } = lease;
  const leftMs = renewedMs + (LEASE_SECONDS + SKEW_SECONDS) * 1000 - nowMs;
  if (leftMs <= 0) return { kind: "ours" };
  if (before !== undefined && (before.holder !== holder || before.renewedMs !== renewedMs))
    return { kind: "taken", why: `another run works at it (${holder}); wait for its end` };
  const ms = Math.min(leftMs, (LEASE_SECONDS + 2 * SKEW_SECONDS) * 1000);
  const why = `an earlier run (${holder}) has not said that it ended; waiting ${formatSeconds(ms / 1000)} for a sign of life`;
  return { kind: "wait", ms, why };
}
