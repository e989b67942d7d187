import type { Heartbeat } from "../render/status-line.ts";

/** What a running job costs and how long it goes on, at one moment. */
export interface Costs {
  /** Seconds since the order to create the pod. */
  readonly elapsedSeconds: number;
  readonly spentUsd: number;
  readonly capUsd: number;
}

/** What the log has told of the pod. */
export interface MinuteSigns {
  readonly heartbeat: Heartbeat | undefined;
  readonly pulls: { readonly failed: number; readonly why: string | undefined };
}

/** One line of how far a job is, for those who see the log only. `heartbeat`: the pod's last one, if any came. */
export function minuteLine({ heartbeat, pulls }: MinuteSigns, costs: Costs): string {
  const { step, totalSteps, loss, tokensPerSecond, phase } = heartbeat?.progress ?? {};
  const parts = [
    `${Math.round(costs.elapsedSeconds / 60)} min`,
    heartbeat === undefined ? waiting(pulls) : (phase ?? heartbeat.phase),
    step == null ? "" : `step ${step}${totalSteps == null ? "" : `/${totalSteps}`}`,
    loss == null ? "" : `loss ${loss.toFixed(3)}`,
    tokensPerSecond == null ? "" : `${Math.round(tokensPerSecond)} tokens/s`,
    `$${costs.spentUsd.toFixed(4)} of at most $${costs.capUsd.toFixed(2)}`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function waiting({ failed, why }: MinuteSigns["pulls"]): string {
  const nothing = "no sign of the container yet";
  return why === undefined ? nothing : `${nothing}, its image could not be pulled (${failed} x): ${why}`;
}
