/** The share of money saved against a machine that is always on, at the same price: 0 - 1. `paidHours` of `wholeHours`. */
export function savedShare(paidHours: number, wholeHours: number): number {
  if (!(wholeHours > 0)) throw new RangeError(`the whole must be above 0 hours, got ${wholeHours}`);
  if (!(paidHours >= 0 && paidHours <= wholeHours))
    throw new RangeError(`paid hours must be 0 to ${wholeHours}, got ${paidHours}`);
  return 1 - paidHours / wholeHours;
}

/** The share of the time for which a machine may be paid so that `saved` of the money is saved: 0 - 1. */
export function dutyCycleFor(saved: number): number {
  if (!(saved >= 0 && saved <= 1)) throw new RangeError(`a share is 0 to 1, got ${saved}`);
  return 1 - saved;
}
