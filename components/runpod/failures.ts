/** What RunPod answered, or that it did not. `detail` is the service's own text, `status` its HTTP status (0 = no answer). */
export abstract class RunpodError extends Error {
  readonly status: number;
  readonly detail: string;
  readonly requestId: string | undefined;
  constructor(message: string, facts: { status: number; detail: string; requestId?: string | undefined }) {
    super(message);
    this.name = new.target.name;
    this.status = facts.status;
    this.detail = facts.detail;
    this.requestId = facts.requestId;
  }
}

/** 400 whose text says that no instance is free: try the next candidate. */
export class NoCapacityError extends RunpodError {}
/** Any other 400: the request breaks a rule of RunPod. */
export class RuleError extends RunpodError {}
/** 401: the key is missing or wrong. */
export class UnauthorizedError extends RunpodError {}
/** 402: the balance does not pay for it. */
export class InsufficientBalanceError extends RunpodError {}
/** 403: the key may not do this, or the pool is not open to the account. */
export class ForbiddenError extends RunpodError {}
/** 404. A pod may answer it for a while after its creation. */
export class NotFoundError extends RunpodError {}
/** 409: not possible in this status, locked, name taken, or part of a cluster. */
export class ConflictError extends RunpodError {}
/** 422: the body breaks the schema; a bug of ours, never retried. */
export class SchemaError extends RunpodError {}
/** 429 that outlasted the client's patience. */
export class RateLimitedError extends RunpodError {}
/** 5xx, time-out or lost connection: the call may have had its effect. */
export class AmbiguousError extends RunpodError {}
