import type { Rule } from "../rule/rule.ts";
import { backedUpClaim } from "./rules/backed-up-claim.ts";
import { cronOverlap } from "./rules/cron-overlap.ts";
import { disruptionBudget } from "./rules/disruption-budget.ts";
import { frequentCheckpoints } from "./rules/frequent-checkpoints.ts";
import { jobDeadline } from "./rules/job-deadline.ts";
import { keptHistory } from "./rules/kept-history.ts";
import { livenessProbe } from "./rules/liveness-probe.ts";
import { memoryVolumeLimit } from "./rules/memory-volume-limit.ts";
import { minReplicas } from "./rules/min-replicas.ts";
import { promisedAvailability } from "./rules/promised-availability.ts";
import { readinessProbe } from "./rules/readiness-probe.ts";
import { reservedMemory } from "./rules/reserved-memory.ts";
import { resourceLimits } from "./rules/resource-limits.ts";
import { resourceRequests } from "./rules/resource-requests.ts";
import { retainedClaim } from "./rules/retained-claim.ts";
import { retainedVolume } from "./rules/retained-volume.ts";
import { rollingUpdate } from "./rules/rolling-update.ts";
import { severalAttempts } from "./rules/several-attempts.ts";
import { severalCandidates } from "./rules/several-candidates.ts";
import { spread } from "./rules/spread.ts";

/** The pack's table of contents. */
export const rules: readonly Rule[] = [
  backedUpClaim,
  cronOverlap,
  disruptionBudget,
  frequentCheckpoints,
  jobDeadline,
  keptHistory,
  livenessProbe,
  memoryVolumeLimit,
  minReplicas,
  promisedAvailability,
  readinessProbe,
  reservedMemory,
  resourceLimits,
  resourceRequests,
  retainedClaim,
  retainedVolume,
  rollingUpdate,
  severalAttempts,
  severalCandidates,
  spread,
];
