import { AmbiguousError, ConflictError, RateLimitedError } from "../failures.ts";
import type { World } from "./world.ts";

/** May the same call succeed a little later? Everything else is an answer. */
export function isPassing(error: unknown): boolean {
  return error instanceof AmbiguousError || error instanceof RateLimitedError || error instanceof ConflictError;
}

/** Calls until it succeeds, fails for good, or the limits are used up: then the last failure is thrown. Only for calls that may be repeated. */
export async function persist<T>(
  world: World,
  limits: { readonly times: number; readonly totalMs: number },
  call: () => Promise<T>,
): Promise<T> {
  const end = world.clock.now() + limits.totalMs;
  for (let n = 1; ; n++) {
    try {
      return await call();
    } catch (error) {
      if (!isPassing(error) || n >= limits.times || world.clock.now() >= end) throw error;
    }
    await world.clock.sleep(Math.min(1_000 * 2 ** (n - 1), 15_000));
  }
}

/** One line of an unknown failure. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? error.message) : String(error);
}

/** The disk of this machine is full, or a file here cannot be written. */
export function isLocalFailure(error: unknown): error is NodeJS.ErrnoException {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EIO", "EMFILE", "EPERM"].includes(code);
}
