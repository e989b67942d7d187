import { messageOf, RefusedError, UnfinishedError } from "./drive.ts";

/** A failure as a person has to read it: what, on what, why, what to do. */
export function explained(error: unknown, subject: string, from: number, to: number): Error {
  const change = to < from ? `from ${from} to ${to}` : `to ${to}`;
  const cancel = to < from ? `, or set the count back to ${from} to take back who was leaving` : "";
  if (error instanceof RefusedError) {
    const lines = error.objections.map((objection) => `  - ${objection}`);
    return new Error([refusal(subject, change), ...lines].join("\n"), { cause: error });
  }
  if (error instanceof UnfinishedError) {
    const text = `${subject}: ${change}: ${error.message}\nnothing was scaled; run up again to go on${cancel}`;
    return new Error(text, { cause: error });
  }
  return new Error(`${subject}: ${change}: ${messageOf(error)}; nothing was scaled`, { cause: error });
}

/** First line of a refusal. */
export const refusal = (subject: string, change: string): string =>
  `${subject}: refused to go ${change}; nothing was changed`;
