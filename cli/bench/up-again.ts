import type { Bench } from "./benches.ts";
import { judged } from "./result.ts";
import { shortJob, stackOf } from "./stacks.ts";

const STACK = "again";

/** `./yard up` on a stack that is up already: policies, preview and report included. */
export const benchUpAgain: Bench = async (bed, runs) => {
  await bed.configure(STACK, stackOf(bed.image, [shortJob("short")]));
  await bed.yard(["up", "-s", STACK]);
  await bed.yard(["up", "-s", STACK]);
  const samples: number[] = [];
  while (samples.length < runs) samples.push(await bed.yard(["up", "-s", STACK]));
  await bed.yard(["down", "-s", STACK]);
  return [
    judged({
      bench: "up-again",
      what: "./yard up again, nothing changed",
      baseline: "-",
      unit: "s",
      samples,
      goal: { atMost: 15 },
    }),
  ];
};
