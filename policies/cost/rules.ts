import type { Rule } from "../rule/rule.ts";
import { allowedGpus } from "./rules/allowed-gpus.ts";
import { freshPrices } from "./rules/fresh-prices.ts";
import { knownBalance } from "./rules/known-balance.ts";
import { maxAttempts } from "./rules/max-attempts.ts";
import { maxDiskGb } from "./rules/max-disk-gb.ts";
import { maxDurationMinutes } from "./rules/max-duration-minutes.ts";
import { maxGpus } from "./rules/max-gpus.ts";
import { maxKeepMinutes } from "./rules/max-keep-minutes.ts";
import { maxUsdPerHour } from "./rules/max-usd-per-hour.ts";
import { maxUsdPerMonth } from "./rules/max-usd-per-month.ts";
import { maxUsdPerUpdate } from "./rules/max-usd-per-update.ts";
import { maxUsdRunning } from "./rules/max-usd-running.ts";
import { maxUsd } from "./rules/max-usd.ts";
import { maxVolumeGb } from "./rules/max-volume-gb.ts";
import { noForgottenClaim } from "./rules/no-forgotten-claim.ts";
import { noForgottenVolume } from "./rules/no-forgotten-volume.ts";
import { stallWatch } from "./rules/stall-watch.ts";
import { updateWithinBalance } from "./rules/update-within-balance.ts";

/** The pack's table of contents. */
export const rules: readonly Rule[] = [
  allowedGpus,
  freshPrices,
  knownBalance,
  maxAttempts,
  maxDiskGb,
  maxDurationMinutes,
  maxGpus,
  maxKeepMinutes,
  maxUsdPerHour,
  maxUsdPerMonth,
  maxUsdPerUpdate,
  maxUsdRunning,
  maxUsd,
  maxVolumeGb,
  noForgottenClaim,
  noForgottenVolume,
  stallWatch,
  updateWithinBalance,
];
