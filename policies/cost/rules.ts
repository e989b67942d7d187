import type { Rule } from "../rule/rule.ts";
import { allowedGpus } from "./rules/allowed-gpus.ts";
import { maxAttempts } from "./rules/max-attempts.ts";
import { maxDiskGb } from "./rules/max-disk-gb.ts";
import { maxDurationMinutes } from "./rules/max-duration-minutes.ts";
import { maxGpus } from "./rules/max-gpus.ts";
import { maxKeepMinutes } from "./rules/max-keep-minutes.ts";
import { maxUsdPerHour } from "./rules/max-usd-per-hour.ts";
import { maxUsd } from "./rules/max-usd.ts";
import { maxVolumeGb } from "./rules/max-volume-gb.ts";
import { stallWatch } from "./rules/stall-watch.ts";

/** The pack's table of contents. */
export const rules: readonly Rule[] = [
  allowedGpus,
  maxAttempts,
  maxDiskGb,
  maxDurationMinutes,
  maxGpus,
  maxKeepMinutes,
  maxUsdPerHour,
  maxUsd,
  maxVolumeGb,
  stallWatch,
];
