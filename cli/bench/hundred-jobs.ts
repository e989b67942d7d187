import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BenchBed } from "./bed.ts";
import type { Bench } from "./benches.ts";
import { judged, ratios } from "./result.ts";
import { jobNames, shortJob, stackOf } from "./stacks.ts";
import { copyJobs } from "./state-copies.ts";

const COUNT = 100;

/** A preview without changes of a hundred jobs against one, and what a job takes in the state. */
export const benchHundredJobs: Bench = async (bed, runs) => {
  const names = jobNames(COUNT);
  const one = await bed.configure("one", stackOf(bed.image, [shortJob("job-001")]));
  await bed.yard(["up", "-s", "one"]);
  const many = await bed.configure(
    "many",
    stackOf(
      bed.image,
      names.map((name) => shortJob(name)),
    ),
  );
  await copyState(bed, names);
  const preview = (stack: string, file: string) => bed.preview(stack, file, ["--expect-no-changes"]);
  await preview("one", one);
  await preview("many", many);
  const pairs: { ours: number; base: number }[] = [];
  while (pairs.length < runs) pairs.push({ base: await preview("one", one), ours: await preview("many", many) });
  const bytes = (await stateBytes(bed, "many")) - (await stateBytes(bed, "one"));
  await bed.yard(["down", "-s", "one"]);
  const common = { bench: "hundred-jobs", baseline: "one TrainingJob, same stack otherwise" };
  return [
    judged({
      ...common,
      what: `${COUNT} TrainingJobs in one stack, preview without changes`,
      unit: "x",
      samples: ratios(pairs),
      goal: { atMost: 3 },
      note: `one job ran, the state of the others is copied from it; seconds ${COUNT}/1: ${pairs.map((pair) => `${pair.ours.toFixed(2)}/${pair.base.toFixed(2)}`).join(" ")}`,
    }),
    judged({
      ...common,
      what: "state of one more job",
      unit: "bytes",
      samples: [bytes / (COUNT - 1)],
      goal: { atMost: 19_999 },
    }),
  ];
};

/** Puts the state of stack `one` into `many`, its job a hundred times. */
async function copyState(bed: BenchBed, names: readonly string[]): Promise<void> {
  const [from, to] = [join(bed.home, "bench", "one.json"), join(bed.home, "bench", "many.json")];
  await bed.pulumi(["stack", "export", "--stack", "one", "--file", from]);
  await writeFile(to, copyJobs(await readFile(from, "utf8"), { from: "one", to: "many", job: "job-001", names }));
  await bed.pulumi(["stack", "import", "--stack", "many", "--file", to]);
}

async function stateBytes(bed: BenchBed, stack: string): Promise<number> {
  return (await stat(bed.stateFile(stack))).size;
}
