import type { PropertyMap } from "./values.ts";
import type { Path } from "./paths.ts";

/** What of a resource is there although making or changing it failed; the engine keeps it and tries again. */
export interface PartialState {
  readonly id: string;
  readonly outputs: PropertyMap;
  /** Inputs to keep. @default those of the call */
  readonly inputs?: PropertyMap;
  readonly secrets?: readonly Path[];
}

/** The resource exists, but is not as it should be. */
export class PartialFailure extends Error {
  readonly state: PartialState;
  readonly reasons: readonly string[];
  constructor(message: string, state: PartialState, reasons: readonly string[] = [message]) {
    super(message);
    this.name = "PartialFailure";
    this.state = state;
    this.reasons = reasons;
  }
}

/** The user has cancelled the update. */
export class Cancelled extends Error {
  constructor() {
    super("the update was cancelled");
    this.name = "Cancelled";
  }
}

/** The time that the program allows for a call is over. */
export class TimedOut extends Error {
  readonly seconds: number;
  constructor(seconds: number) {
    super(`it took longer than ${seconds} seconds`);
    this.name = "TimedOut";
    this.seconds = seconds;
  }
}
