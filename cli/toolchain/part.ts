/** One part of what `./yard` works with, as `./yard doctor` shows it. */
export interface Part {
  readonly part: string;
  /** Version or other identity; undefined where the part is missing. */
  readonly version: string | undefined;
  /** "official": what its makers publish; "source": built here from its makers' source; "stand-in": ours. */
  readonly kind: "official" | "source" | "stand-in";
  /** Where it lies. */
  readonly where: string | undefined;
  /** What is wrong and what to do about it; absent where all is well. */
  readonly problem?: string;
  /** A problem that does not stop `./yard up`. */
  readonly optional?: boolean;
}

export type { Progress } from "../../local/host/environment.ts";
