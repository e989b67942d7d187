/** `away`: it may answer later. `refused`: it answers, and will say no again. */
export type LedgerErrorKind = "away" | "refused";

/** The ledger could not be asked, or did not let us in. Nobody knows what became of a change that was under way. */
export class LedgerError extends Error {
  readonly kind: LedgerErrorKind;
  constructor(kind: LedgerErrorKind, message: string) {
    super(message);
    this.name = "LedgerError";
    this.kind = kind;
  }
}

/** Classes of SQLSTATE after which the same transaction may succeed: connections, resources, operators, locks and conflicts. */
const passing = ["08", "53", "57", "58", "40", "55"];

/** What a failure of node-postgres or of the way to the server means. */
export function ledgerError(error: unknown): LedgerError {
  if (error instanceof LedgerError) return error;
  const message = error instanceof Error ? error.message || error.name : String(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const isAnswer = /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code);
  const isAway = !isAnswer || passing.includes(code.slice(0, 2));
  return new LedgerError(isAway ? "away" : "refused", message.split("\n")[0] ?? message);
}
