import type { PropertyMap } from "../../core/values.ts";
import { count, maps, text } from "../fields.ts";

/** One field to which the cluster objects. */
export interface Cause {
  /** `spec.selector`; empty for the object as a whole. */
  readonly field: string;
  readonly message: string;
  /** `FieldValueInvalid`, `FieldManagerConflict` ... */
  readonly reason: string;
}

/** The cluster has answered, and not well. */
export class ApiError extends Error {
  /** HTTP status. */
  readonly status: number;
  /** Kubernetes' word for it: `NotFound`, `Conflict`, `Invalid`. */
  readonly reason: string;
  readonly causes: readonly Cause[];
  /** What the server asks to wait before the next try, in seconds. */
  readonly retryAfterSeconds: number;

  constructor(status: number, body: PropertyMap) {
    super(text(body, "message") ?? `the cluster answered ${status}`);
    this.name = "ApiError";
    this.status = isBadObject(status, this.message) ? 422 : status;
    this.reason = text(body, "reason") ?? "";
    this.causes = maps(body, "details", "causes").map((cause) => ({
      field: (text(cause, "field") ?? "").replace(/^\./, ""),
      message: text(cause, "message") ?? "",
      reason: text(cause, "reason") ?? "",
    }));
    this.retryAfterSeconds = count(body, "details", "retryAfterSeconds");
  }
}

/** A field that no schema has: the API server calls that its own error when it merges an applied object. */
function isBadObject(status: number, message: string): boolean {
  return status === 500 && message.includes("failed to create typed patch object");
}

/** The cluster has not answered, or it is not known where one is. */
export class UnreachableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UnreachableError";
  }
}

export const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.status === 404;
export const isConflict = (error: unknown): boolean => error instanceof ApiError && error.status === 409;

/** Fields that the cluster will not change in place, as its refusal names them. Its words are all that tells them apart. */
export function fixedFields(error: unknown): string[] {
  if (!(error instanceof ApiError) || error.status !== 422) return [];
  const tells =
    /immutable|updates to .* spec for fields other than|may not change|may not be changed|cannot be changed/i;
  return error.causes.filter((cause) => tells.test(cause.message)).map((cause) => cause.field);
}
