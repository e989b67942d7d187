/**
 * `away`: no answer, or one that says "later"; the call may have had its effect. `absent`: there is no such thing. `exists`:
 * there is one already. `refused`: any other no.
 */
export type TrackingErrorKind = "away" | "absent" | "exists" | "refused";

/** MLflow did not do what was asked. No password ever stands in the message. */
export class TrackingError extends Error {
  readonly kind: TrackingErrorKind;
  constructor(kind: TrackingErrorKind, message: string) {
    super(message);
    this.name = "TrackingError";
    this.kind = kind;
  }
}

/** An answer that says no. `what`: what was asked for, as a person says it. */
export function refusalOf(what: string, status: number, body: string): TrackingError {
  const { code, message } = saidBy(body);
  const said = `${what}: MLflow answered ${status}${message === "" ? "" : `: ${message}`}`;
  if (status === 429 || status >= 500) return new TrackingError("away", said);
  if (status === 401) return new TrackingError("refused", `${said}; check username and password of the MLflow link`);
  if (status === 403) return new TrackingError("refused", `${said}; give the MLflow user the right to edit`);
  if (status >= 300 && status < 400)
    return new TrackingError("refused", `${said}; something before MLflow wants a login: check podHeaders`);
  if (code === "RESOURCE_ALREADY_EXISTS") return new TrackingError("exists", said);
  if (code === "RESOURCE_DOES_NOT_EXIST") return new TrackingError("absent", said);
  if (code === "TEMPORARILY_UNAVAILABLE") return new TrackingError("away", said);
  return new TrackingError("refused", code === "" ? `${said}; check that the address is MLflow's` : said);
}

const MAX_LENGTH = 300;

function saidBy(body: string): { code: string; message: string } {
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  try {
    const parsed = JSON.parse(body) as { error_code?: unknown; message?: unknown };
    return { code: text(parsed.error_code), message: shortened(text(parsed.message)) };
  } catch {
    return { code: "", message: shortened(body.replace(/<[^>]*>/g, " ")) };
  }
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH)}...`;
}
