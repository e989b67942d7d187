import type { Bench } from "./benches.ts";
import { committedDev, runsOf } from "./committed.ts";
import { EmptyProgram } from "./empty-program.ts";
import { judged } from "./result.ts";

const STACK = "runs";

/** `pulumi preview` of the training runs of stack dev as committed, policies off, against a program that does nothing. */
export const benchPreview: Bench = async (bed, runs) => {
  const file = await bed.configure(STACK, { ...runsOf(await committedDev(bed)), trainerImage: bed.image });
  const empty = await EmptyProgram.make(bed);
  const { samples, note } = await empty.compare(() => bed.preview(STACK, file), runs);
  const what = "pulumi preview of the training runs of stack dev, policies off";
  const row = { bench: "preview", what, baseline: EmptyProgram.baseline, unit: "x" } as const;
  return [judged({ ...row, samples, goal: { atMost: 2 }, note })];
};
