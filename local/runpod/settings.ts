import type { AccountKeys } from "./records.ts";

/** What the published description lacks and newer accounts have; off unless asked for (facts: newer than the document). */
export interface Overlay {
  /** `cmd` and `entrypoint` on pods. @default false */
  readonly cmd: boolean;
  /** `/v2/account/secrets`. @default false */
  readonly secrets: boolean;
  /** Lists of at most so many items with `nextCursor`, continued by `?cursor=`; 0 is off. @default 0 */
  readonly pageSize: number;
}

/** Requests allowed per window; null never limits and sends no RateLimit headers. */
export interface RateLimits {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
}

/** How this emulated RunPod behaves. Every field has a default. */
export interface EmulatorSettings {
  /** Credit of the account at the first start, in USD. @default 100 */
  readonly balanceUsd: number;
  /** Time in PROVISIONING. @default 1 */
  readonly provisioningSeconds: number;
  /** Time in STARTING. @default 1 */
  readonly startingSeconds: number;
  /** From the start of the container to the first `runtime` in GET. @default 1 */
  readonly runtimeLagSeconds: number;
  /** How long GET still shows a TERMINATED pod. @default 2 */
  readonly goneSeconds: number;
  /** SIGTERM to SIGKILL; undocumented, an old page said 5. @default 5 */
  readonly stopGraceSeconds: number;
  /** Pause before an exited container starts again; doubles up to the maximum. @default 1 */
  readonly restartSeconds: number;
  /** @default 10 */
  readonly maxRestartSeconds: number;
  /** Pause before a start that failed (image cannot be pulled) is tried again; doubles up to ten times. @default 10 */
  readonly retryStartSeconds: number;
  /** How late usage shows in the billing routes (the real service: 5 to 60 minutes). @default 30 */
  readonly billingLagSeconds: number;
  /** A stopped pod still shows its running price as `cost` (seen on the real service, against its description). @default true */
  readonly stoppedPodShowsCost: boolean;
  /** Status of a pod whose host was lost. @default "ERROR" */
  readonly hostLossStatus: "ERROR" | "EXITED";
  /** Container and volume disk of a running pod, USD per GB and month. @default 0.1 */
  readonly diskUsdPerGbMonth: number;
  /** Volume disk of a stopped pod, USD per GB and month. @default 0.2 */
  readonly stoppedDiskUsdPerGbMonth: number;
  /** Prices of GPUs by id, over those of catalog.ts, in USD per hour and GPU. */
  readonly prices: Readonly<Record<string, { readonly secure?: number; readonly community?: number }>>;
  /** @default { minute: 180, hour: 7200, day: 50000 } */
  readonly rateLimits: RateLimits | null;
  readonly overlay: Overlay;
  /** Kept log lines of one pod. @default 5000 */
  readonly logLines: number;
  /** Made at the first start unless given. */
  readonly keys: AccountKeys | undefined;
}

export const defaultSettings: EmulatorSettings = {
  balanceUsd: 100,
  provisioningSeconds: 1,
  startingSeconds: 1,
  runtimeLagSeconds: 1,
  goneSeconds: 2,
  stopGraceSeconds: 5,
  restartSeconds: 1,
  maxRestartSeconds: 10,
  retryStartSeconds: 10,
  billingLagSeconds: 30,
  stoppedPodShowsCost: true,
  hostLossStatus: "ERROR",
  diskUsdPerGbMonth: 0.1,
  stoppedDiskUsdPerGbMonth: 0.2,
  prices: {},
  rateLimits: { minute: 180, hour: 7200, day: 50_000 },
  overlay: { cmd: false, secrets: false, pageSize: 0 },
  logLines: 5000,
  keys: undefined,
};
