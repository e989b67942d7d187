import {
  AmbiguousError,
  ConflictError,
  ForbiddenError,
  InsufficientBalanceError,
  NoCapacityError,
  NotFoundError,
  RateLimitedError,
  RuleError,
  type RunpodError,
  SchemaError,
  UnauthorizedError,
} from "./failures.ts";

/** An answer that says no, or no answer at all (`status` 0). */
export interface Refusal {
  /** What was asked for, as a person says it: `create pod "x"`. */
  readonly what: string;
  /** Who was asked. @default "RunPod" */
  readonly by?: string;
  readonly status: number;
  /** The body as it came, or why there is none. */
  readonly body: string;
  readonly requestId?: string | undefined;
}

const maxDetailLength = 600;
const capacityTexts = [/no longer any instances available/i, /not enough free gpus/i];

/**
 * Whether the text of a 400 means that nothing is free, in contrast to a broken rule. RunPod gives no code for it, so this
 * is the only place that reads its prose: the texts of create and of start/resume, seen in its documents.
 */
export function saysNoCapacity(detail: string): boolean {
  return capacityTexts.some((text) => text.test(detail));
}

/** The named error for a refusal. Its message says what failed, on what, why, and what to do. */
export function failureOf(refusal: Refusal): RunpodError {
  const { status, requestId } = refusal;
  const detail = detailOf(refusal.body);
  const [Failure, advised] = kindOf(status, detail);
  const advice = refusal.by === undefined || status === 0 ? advised : "look at the pod's log";
  const by = refusal.by ?? "RunPod";
  const answered = status === 0 ? `no answer from ${by}` : `${by} answered ${status}`;
  const trace = requestId === undefined ? "" : ` (request ${requestId})`;
  const reason = detail === "" ? "" : `: ${detail}`;
  return new Failure(`${refusal.what}: ${answered}${reason}${trace}; ${advice}`, { status, detail, requestId });
}

/** The service's own words: `detail` and `errors` of a problem document, else the head of whatever came. */
export function detailOf(body: string): string {
  const parsed = problemOf(body);
  if (parsed === undefined) return shortened(body.replace(/<[^>]*>/g, " "));
  const listed = Array.isArray(parsed["errors"]) ? parsed["errors"].filter((one) => typeof one === "string") : [];
  const said = [parsed["detail"], parsed["title"], parsed["message"], parsed["error"]].find(
    (one) => typeof one === "string",
  );
  return shortened([said ?? "", ...listed].filter((one) => one !== "").join("; "));
}

type Kind = new (
  message: string,
  facts: { status: number; detail: string; requestId?: string | undefined },
) => RunpodError;

function kindOf(status: number, detail: string): [Kind, string] {
  if (status === 400 && saysNoCapacity(detail))
    return [NoCapacityError, "nothing is free there now: try another candidate"];
  if (status === 0 || status === 408 || status >= 500)
    return [AmbiguousError, "it may have had its effect: look before it is asked for again"];
  return known[status] ?? [RuleError, `an answer of this kind is not expected here: look at what was asked for`];
}

const known: Readonly<Record<number, [Kind, string]>> = {
  400: [RuleError, "the request breaks a rule of RunPod: change what it asks for"],
  401: [UnauthorizedError, "set RUNPOD_API_KEY or the config secret trainyard:runpodApiKey to a valid key"],
  402: [InsufficientBalanceError, "add credit to the RunPod account"],
  403: [ForbiddenError, "the key needs this permission, or the account needs access to this pool"],
  404: [NotFoundError, "it does not exist, or is too young to be seen"],
  409: [ConflictError, "its state forbids this now: look at it, unlock it, or choose another name"],
  422: [SchemaError, "the request breaks the schema; this is a bug of Trainyard, please report it"],
  429: [RateLimitedError, "too many calls on this account: try again later or run fewer jobs at once"],
};

function problemOf(body: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Not JSON: a proxy's page, or plain text. The caller shows its head.
  }
  return undefined;
}

function shortened(text: string): string {
  const plain = text.replace(/\s+/g, " ").trim();
  return plain.length <= maxDetailLength ? plain : `${plain.slice(0, maxDetailLength)}…`;
}
