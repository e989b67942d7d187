/** Port of the supervisor in a pod without a volume: results leave by it, so no port of a job may be the same. */
export const SUPERVISOR_PORT = 8787;
