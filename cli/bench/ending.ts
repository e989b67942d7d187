import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type RunEvent, runEvent } from "../runs/events.ts";
import { listRuns } from "../runs/records.ts";
import type { BenchBed } from "./bed.ts";
import type { Bench } from "./benches.ts";
import { judged } from "./result.ts";
import { shortJob, stackOf } from "./stacks.ts";

const STACK = "ending";

const controlState = z.looseObject({
  pods: z.array(z.looseObject({ id: z.string(), terminatedAt: z.number().nullable() })),
});

/** How long a pod lives on after its command ended, and after we told it to end: one run a sample. */
export const benchEnding: Bench = async (bed, runs) => {
  const samples: { acknowledged: number; exit: number }[] = [];
  for (let seed = 0; seed <= runs; seed++) {
    await bed.configure(STACK, stackOf(bed.image, [shortJob("short", seed)]));
    await bed.yard(["up", "-s", STACK]);
    const sample = await lastEnding(bed);
    if (seed > 0) samples.push(sample);
  }
  await bed.yard(["down", "-s", STACK]);
  const common = { bench: "ending", baseline: "-", unit: "s" } as const;
  return [
    judged({
      ...common,
      what: "acknowledged -> pod terminated",
      samples: samples.map((one) => one.acknowledged),
      goal: { atMost: 5 },
      note: "acknowledged: when the controller, which has log and results, begins to end the pod",
    }),
    judged({
      ...common,
      what: "exit of the command -> pod terminated",
      samples: samples.map((one) => one.exit),
      goal: { atMost: 15 },
      note: "the command is a short one, its image and supervisor are those of the smoke run",
    }),
  ];
};

async function lastEnding(bed: BenchBed): Promise<{ acknowledged: number; exit: number }> {
  const record = listRuns(bed.home, { stack: STACK }).runs.at(-1);
  const state = controlState.parse(await bed.control("/state"));
  const terminatedAt = state.pods.find((pod) => pod.id === record?.podIds[0])?.terminatedAt;
  if (record === undefined || record.finishedAt === null || terminatedAt == null)
    throw new Error(`run ${record?.name ?? "?"} has no end`);
  const events = parseEvents(await readFile(join(record.folder, "events.jsonl"), "utf8"));
  const ordered = orderedAt(events);
  if (ordered === undefined) throw new Error(`run ${record.name} has no event of its pod's end`);
  return { acknowledged: (terminatedAt - ordered) / 1000, exit: (terminatedAt - Date.parse(record.finishedAt)) / 1000 };
}

/** Every line that is an event. */
export function parseEvents(text: string): readonly RunEvent[] {
  return text.split("\n").flatMap((line) => (line === "" ? [] : (runEvent.safeParse(JSON.parse(line)).data ?? [])));
}

/** When the controller began to end the pod; epoch milliseconds. */
export function orderedAt(events: readonly RunEvent[]): number | undefined {
  const event = events.find((one) => one.kind === "phase" && one.phase === "terminate");
  return event === undefined ? undefined : Date.parse(event.ts);
}
