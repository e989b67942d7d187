/** What the command of a pod does, on simulated time. */
export interface Script {
  /** Seconds of training from nothing; checkpoints on a volume carry them over attempts. */
  readonly trainSeconds: number;
  /** Exit code of a command that trained to its end. */
  readonly exitCode: (attempt: number) => number;
  /** Seconds after which the whole container dies of attempt 1, once (a crash that RunPod answers with a new start). */
  readonly crashAfterSeconds?: number;
  /** The container exits as soon as it has started, again and again. */
  readonly exitsAtOnce?: boolean;
  /** The image cannot be pulled, with this text. */
  readonly pullError?: string;
  /** After so many failed pulls the image can be pulled. @default - never */
  readonly failedPulls?: number;
}

/** A command that ended with code 0: what must happen at most once a run. */
export interface Finish {
  readonly run: string;
  readonly attempt: number;
  readonly podId: string;
  readonly atMs: number;
}
