import type { ScaleInRecord } from "../record.ts";

/** Who works at a set, and what is under way at it. */
export interface LeaseContent {
  /** Empty where nobody does. */
  readonly holder: string;
  /** When the holder last said so, milliseconds since the epoch. */
  readonly renewedMs: number;
  readonly record: ScaleInRecord | undefined;
}

export interface LeaseFacts extends LeaseContent {
  /** Changes with every write. */
  readonly version: string;
}

/** A lease in the cluster. */
export interface LeasePort {
  read(): Promise<LeaseFacts | undefined>;
  /** Writes over the version that was read (undefined: there was none); false where somebody else has written since. */
  write(content: LeaseContent, version: string | undefined): Promise<boolean>;
}
