/** The four things a person needs to know about a failure. */
export interface FailureText {
  /** What happened: "the Pulumi CLI could not be built". */
  readonly what: string;
  /** On what: a file, an address, a stack, a container. */
  readonly on: string;
  /** Why, as far as it is known, without a secret. */
  readonly why: string;
  /** What to do about it: a command or a change. */
  readonly todo: string;
}

/** A failure that a person can act on. Everything else that is thrown counts as a defect of ours. */
export class Failure extends Error {
  readonly text: FailureText;
  /** What the process that reports it ends with. @default 1 */
  readonly exitCode: number;
  constructor(text: FailureText, exitCode = 1, options?: ErrorOptions) {
    super(`${text.what} (${text.on}): ${text.why}`, options);
    this.name = "Failure";
    this.text = text;
    this.exitCode = exitCode;
  }
}
