import { AmbiguousError, ForbiddenError, NotFoundError, RuleError, type RunpodError } from "./failures.ts";
import { fetchReason } from "../lib/fetch-reason.ts";

/** Whether an answer of S3 says that there is no such key, in contrast to no such volume. */
export function isMissingKey(error: unknown): boolean {
  return (
    error instanceof Error && (error.name === "NoSuchKey" || (error.name === "NotFound" && statusOf(error) === 404))
  );
}

/** The named error for what the S3 client threw. A failure of this machine's disk stays what it is. */
export function failureOfS3(what: string, error: unknown, secret: string): unknown {
  if (isDiskFailure(error)) return error;
  const status = statusOf(error) ?? 0;
  const name = error instanceof Error && status !== 0 ? `${error.name}: ` : "";
  const detail = `${name}${fetchReason(error)}`.replaceAll(secret, "***");
  const [Failure, advice] = kindOf(status, name);
  const answered = status === 0 ? "no answer from the S3 endpoint" : `the S3 endpoint answered ${status}`;
  return new Failure(`${what}: ${answered}: ${detail}; ${advice}`, { status, detail });
}

/** What to say where a volume is to be read and no keys are set. */
export function noS3Keys(volumeId: string): string {
  const how = "set RUNPOD_S3_ACCESS_KEY and RUNPOD_S3_SECRET_KEY (an S3 key of the RunPod console, not the API key)";
  const config = "or the config secrets trainyard:runpodS3AccessKey and trainyard:runpodS3SecretKey";
  return `no S3 keys for volume ${volumeId}: ${how}, ${config}`;
}

type Kind = new (message: string, facts: { status: number; detail: string }) => RunpodError;

function kindOf(status: number, name: string): [Kind, string] {
  if (status === 401 || status === 403)
    return [ForbiddenError, "check RUNPOD_S3_ACCESS_KEY, RUNPOD_S3_SECRET_KEY and the volume's data centre"];
  if (status === 404) return [NotFoundError, "check that the volume exists in this data centre"];
  if (status >= 400 && status < 500 && status !== 408 && status !== 429 && !name.startsWith("RequestTimeout"))
    return [RuleError, "the request breaks a rule of the endpoint"];
  return [AmbiguousError, "it may have had its effect: try again"];
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return undefined;
  const { $metadata: metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return metadata?.httpStatusCode;
}

/** Whether asking again would meet the same: the endpoint refused, or this machine's disk fails. */
export function isFinal(error: unknown): boolean {
  const status = statusOf(error) ?? 0;
  return isDiskFailure(error) || (status >= 400 && status < 500);
}

function isDiskFailure(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return ["ENOSPC", "EACCES", "ENOENT", "EDQUOT", "EISDIR", "EROFS", "EMFILE"].includes(String(error.code));
}
