import type { Clock } from "../lib/clock.ts";
import { AmbiguousError, NotFoundError, RateLimitedError } from "./failures.ts";

const sends = 3;
const looks = 6;
const lookPauseMs = 3_000;
const removals = 4;

/** How one thing is made exactly once by an API that has no idempotency key. */
export interface Creation<T> {
  readonly clock: Clock;
  /** Those on the account that can only be this thing. */
  readonly find: () => Promise<readonly T[]>;
  readonly send: () => Promise<T>;
  /** Removes what `send` itself returned. */
  readonly discard: (made: T) => Promise<void>;
}

/**
 * Creates by `send`; when its answer was lost, looks for the thing before it is sent again. Where a lost one turns up after
 * a second was made, the second, provably ours and still empty, is discarded.
 */
export async function createOnce<T extends { readonly id: string }>(creation: Creation<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      const made = await creation.send();
      const other = tried === 1 ? undefined : (await creation.find()).find((one) => one.id !== made.id);
      if (other === undefined) return made;
      await creation.discard(made);
      return other;
    } catch (error) {
      if (!(error instanceof AmbiguousError) && !(error instanceof RateLimitedError)) throw error;
      const found = await lookFor(creation, error instanceof AmbiguousError ? looks : 1);
      if (found !== undefined) return found;
      if (tried >= sends) throw error;
    }
  }
}

async function lookFor<T>({ clock, find }: Creation<T>, times: number): Promise<T | undefined> {
  for (let look = 1; ; look += 1) {
    const [found] = await find();
    if (found !== undefined || look >= times) return found;
    await clock.sleep(lookPauseMs);
  }
}

/** Removes until it is gone; what is gone already is no failure. `isThere` decides where an answer was lost. */
export async function removeSurely(
  clock: Clock,
  remove: () => Promise<void>,
  isThere: () => Promise<boolean>,
): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      await remove();
      return;
    } catch (error) {
      if (error instanceof NotFoundError) return;
      if (!(error instanceof AmbiguousError)) throw error;
      if (!(await isThere())) return;
      if (tried >= removals) throw error;
      await clock.sleep(lookPauseMs);
    }
  }
}

/** Sends a change, and where its answer was lost looks whether it took: `current` reads, `isDone` judges. */
export async function changeSurely<T>(
  clock: Clock,
  steps: { send: () => Promise<T>; current: () => Promise<T>; isDone: (state: T) => boolean },
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await steps.send();
    } catch (error) {
      if (!(error instanceof AmbiguousError)) throw error;
      const state = await steps.current();
      if (steps.isDone(state)) return state;
      if (tried >= sends) throw error;
      await clock.sleep(lookPauseMs);
    }
  }
}

/** The thing with this id, or undefined when it is gone: 404 to GET and absent from the whole list. */
export async function readSurely<T extends { readonly id: string }>(
  id: string,
  collection: { get: (id: string) => Promise<T>; list: () => Promise<readonly T[]> },
): Promise<T | undefined> {
  try {
    return await collection.get(id);
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return (await collection.list()).find((one) => one.id === id);
  }
}
