/** A piece of work that stops, or goes to its end, when the signal says so. */
export type Work<T> = (signal: AbortSignal) => Promise<T>;

/**
 * Two pieces of work that need nothing of each other, at the same time. When one fails, the other is told to stop and waited
 * for (`onFailure` says so to a person), so that nothing goes on behind the answer; the first failure is thrown.
 */
export async function sideBySide<A, B>(
  first: Work<A>,
  second: Work<B>,
  onFailure: (error: Error) => void,
): Promise<readonly [A, B]> {
  const controller = new AbortController();
  const failures: Error[] = [];
  const attend = async <T>(work: Work<T>): Promise<T> => {
    try {
      controller.signal.throwIfAborted(); // the other failed before it gave way
      return await work(controller.signal);
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      if (failures.push(error) === 1) onFailure(error);
      controller.abort();
      throw error;
    }
  };
  const [a, b] = await Promise.allSettled([attend(first), attend(second)]);
  if (a.status === "fulfilled" && b.status === "fulfilled") return [a.value, b.value];
  throw failures[0] ?? new Error("neither failed");
}
