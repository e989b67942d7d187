/** Millionths of a dollar: whole numbers, so that sums of many runs come out the same in every order. */
export const microUsd = (usd: number): number => Math.round(usd * 1e6);

export const usdOf = (micros: number): number => micros / 1e6;
