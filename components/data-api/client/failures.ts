/** A part of what was asked that is wrong. */
interface Part {
  readonly path: string;
  readonly reason: string;
}

/**
 * The data API did not do what was asked. `away`: no answer, or one that says "later"; the call may have had its effect.
 * `absent`: there is no such thing. `changed`: something else is there than was expected. `refused`: any other no.
 */
export class DataApiError extends Error {
  readonly kind: "away" | "absent" | "changed" | "refused";
  /** 0 where there was no answer. */
  readonly status: number;
  /** Pause that the answer asks for, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(what: string, status: number, why: string, retryAfterMs?: number) {
    super(`${what}: ${why}`);
    this.name = "DataApiError";
    this.status = status;
    // Somebody else is at it: a 409 that says when to come again.
    this.kind = status === 409 && retryAfterMs !== undefined ? "away" : kindOf(status);
    this.retryAfterMs = retryAfterMs;
  }
}

function kindOf(status: number): DataApiError["kind"] {
  if (status === 0 || status === 429 || status >= 500) return status === 507 ? "refused" : "away";
  if (status === 404 || status === 410) return "absent";
  return status === 409 || status === 412 ? "changed" : "refused";
}

/** What an answer that says no means. `what`: what was asked for, as a person says it. */
export async function failureOf(what: string, response: Response): Promise<DataApiError> {
  const { status } = response;
  const said = saidBy(await response.text().catch(() => ""));
  const hint = status === 401 ? "; check the token of the data API's link" : "";
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const why = `the data API answered ${status}${said === "" ? "" : `: ${said}`}${hint}`;
  return new DataApiError(what, status, why, Number.isNaN(seconds) ? undefined : seconds * 1000);
}

const MOST_LETTERS = 500;

function saidBy(body: string): string {
  try {
    const { detail, title, errors = [] } = JSON.parse(body) as { detail?: string; title?: string; errors?: Part[] };
    const parts = errors.map(({ path, reason }) => `${path}: ${reason}`);
    return [detail ?? title ?? "", ...parts]
      .filter((part) => part !== "")
      .join("; ")
      .slice(0, MOST_LETTERS);
  } catch {
    return body.slice(0, MOST_LETTERS);
  }
}

/** undefined for what is not there. */
export async function orAbsent<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DataApiError && error.kind === "absent") return undefined;
    throw error;
  }
}
