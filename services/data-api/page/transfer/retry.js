import { Problem } from "../api.js";

const MOST_TRIES = 6;
const LONGEST_WAIT_SECONDS = 20;

/**
 * Whether a later try may succeed. A 409 that says when to come again is of somebody else who is at it.
 * @param {unknown} error
 */
export const mayPass = (error) =>
  error instanceof Problem &&
  (error.status === 0 ||
    error.status === 429 ||
    error.status >= 500 ||
    (error.status === 409 && error.retryAfterSeconds !== undefined));

/**
 * Tries again what may pass by itself, after longer and longer waits, and tells of each.
 * @template T
 * @param {() => Promise<T>} work
 * @param {AbortSignal} signal
 * @param {(seconds: number) => void} waits
 * @param {(error: unknown) => boolean} [passes]
 * @returns {Promise<T>}
 */
export async function withRetries(work, signal, waits, passes = mayPass) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!passes(error) || tries >= MOST_TRIES || !(error instanceof Problem)) throw error;
      const seconds = Math.min(error.retryAfterSeconds ?? 2 ** (tries - 1), LONGEST_WAIT_SECONDS);
      waits(seconds);
      await pause(seconds, signal);
    }
  }
}

/**
 * @param {number} seconds
 * @param {AbortSignal} signal
 */
function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(() => resolve(undefined), seconds * 1000);
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException("stopped", "AbortError"));
    };
    signal.addEventListener("abort", stop, { once: true });
  });
}
