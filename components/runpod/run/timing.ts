/** Waits and limits of the life cycle. RunPod states none of them; where a fact led to one it is named. */
export const timing = {
  /** Beat of the watch: detaching is seen within it. */
  tickMs: 1_000,
  /** Between two looks at the pod while it runs, and while it is made ready. */
  lookMs: 10_000,
  readyLookMs: 2_000,
  /** Between two looks at status.json on the volume or at the pod's port. */
  statusLookMs: 15_000,
  /** Between two readings of the full list for pods of this job that should not be. */
  strayLookMs: 30_000,
  /** Between two money events. */
  moneyMs: 10_000,
  /** Between two lines of progress for those who see the log only. */
  lineMs: 60_000,
  /** A young pod may answer 404 or be missing from lists for a while; longest we reckon with. */
  lagMs: 60_000,
  /** Longest that a request may still be under way when its answer is lost: the client's time limit. */
  requestMs: 30_000,
  /** Between two 404 that together count as gone. */
  goneSpacingMs: 2_000,
  /** How long we go on asking for a pod's end. */
  terminateLimitMs: 3_600_000,
  /** How long another way to end a pod may hold up the next order. */
  otherwiseMs: 10_000,
  /** Without a heartbeat in a log stream that works. */
  silenceMs: 180_000,
  /** After the supervisor's own stall limit, before we end the pod ourselves. */
  stallSlackMs: 120_000,
  /** A quiet log is drained; and the longest drain. */
  drainQuietMs: 1_000,
  drainLimitMs: 10_000,
  /** Longest that RunPod may be out of reach before we stop waiting and leave the pod to itself. */
  unreachableMs: 900_000,
  /** The same for a run of which nothing was started yet. */
  firstReachMs: 20_000,
  /** Pauses between rounds over the candidates. */
  roundFirstMs: 10_000,
  roundLongestMs: 60_000,
  /** Longest fetch of one file or list, retries included. */
  fetchLimitMs: 600_000,
  billLookMs: 5_000,
  /** Between two readings that must agree; and the latest that a bill lands (documented: 5 to 60 minutes). */
  billSpacingMs: 2_000,
  billLatestMs: 3_900_000,
  /** Container starts without a sign of the supervisor that count as a loop. */
  restartLimit: 3,
  restartSlackMs: 3_000,
} as const;

/** A run shorter than this is not worth its start. */
export const SHORTEST_LIFETIME_SECONDS = 60;
