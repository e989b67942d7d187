/** What the exit code of `./yard` says. */
export const exitCodes = {
  ok: 0,
  /** Something was tried and did not work. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** A policy or a budget said no; nothing was created. */
  refused: 3,
  /** Ended by ^C; what was started keeps its own deadline. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
