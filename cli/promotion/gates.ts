import { z } from "zod";
import type { RunningImage } from "./running.ts";

/** A condition of a promotion: passed, or why not. */
export interface Gate {
  readonly gate: string;
  readonly problem: string | undefined;
}

/** One entry of `pulumi stack history --json`, newest first. */
export const pastUpdate = z.looseObject({ kind: z.string(), result: z.string() });
export type PastUpdate = z.infer<typeof pastUpdate>;

/** The stack stands: its last update was one, and it succeeded. */
export function standsGate(stack: string, past: readonly PastUpdate[]): Gate {
  const gate = `${stack} is up`;
  const last = past.find(({ kind }) => kind === "update" || kind === "destroy");
  if (last === undefined) return { gate, problem: "it was never brought up" };
  if (last.kind === "destroy") return { gate, problem: "it was taken down" };
  return {
    gate,
    problem: last.result === "succeeded" ? undefined : `its last update ${last.result.replace("-", " ")}`,
  };
}

const job = z.looseObject({ status: z.string(), exitCode: z.number().nullish(), metrics: z.unknown() });
const jobs = z.record(z.string(), job);
const metrics = z.looseObject({
  heldOutLoss: z.number(),
  untrainedLoss: z.number().nullish(),
  unigramLoss: z.number().nullish(),
});

/** Its runs are done: every one succeeded, and there is one. */
export function runsGate(stack: string, outputs: Readonly<Record<string, unknown>>): Gate {
  const gate = `the runs of ${stack} are done`;
  const found = Object.entries(jobs.safeParse(outputs["jobs"]).data ?? {});
  if (found.length === 0) return { gate, problem: "no run is recorded, so nothing was tried" };
  const bad = found.filter(([, { status, exitCode }]) => status !== "succeeded" || (exitCode ?? 0) !== 0);
  return {
    gate,
    problem: bad.length === 0 ? undefined : bad.map(([name, { status }]) => `${name} ${status}`).join(", "),
  };
}

/** Each model learned: on texts that it was not trained on, it is better than untrained and than word counts. */
export function evaluationGate(stack: string, outputs: Readonly<Record<string, unknown>>): Gate {
  const gate = `the runs of ${stack} passed their evaluation`;
  const found = Object.entries(jobs.safeParse(outputs["jobs"]).data ?? {});
  const problems = found.flatMap(([name, run]) => {
    const problem = evaluationProblem(run.metrics);
    return problem === undefined ? [] : [`${name} ${problem}`];
  });
  return { gate, problem: problems.length === 0 ? undefined : problems.join(", ") };
}

function evaluationProblem(value: unknown): string | undefined {
  const { data } = metrics.safeParse(value);
  if (data === undefined) return "left no held-out loss";
  const { heldOutLoss, untrainedLoss, unigramLoss } = data;
  if (!Number.isFinite(heldOutLoss)) return `has a held-out loss of ${heldOutLoss}`;
  const bars = Object.entries({ "the untrained model": untrainedLoss, "word counts": unigramLoss });
  const given = bars.flatMap(([bar, loss]) => (typeof loss === "number" ? [[bar, loss] as const] : []));
  if (given.length === 0) return "was compared with nothing";
  const missed = given.filter(([, loss]) => heldOutLoss >= loss);
  if (missed.length === 0) return undefined;
  return missed.map(([bar, loss]) => `is no better (${heldOutLoss}) than ${bar} (${loss})`).join(" and ");
}

/** Every image stands by its digest, and its data version is known: of these very sources, or recorded. */
export function imagesGate(
  stack: string,
  images: readonly RunningImage[],
  known: {
    readonly tagOf: (name: string) => string | undefined;
    readonly isRecorded: (image: RunningImage) => boolean;
  },
): Gate {
  const gate = `the images of ${stack} stand by their digests`;
  if (images.length === 0) return { gate, problem: "it runs none of ours" };
  const problems = images.flatMap((image) => {
    const { name, reference, contentTag } = image;
    if (!/@sha256:[0-9a-f]{64}$/.test(reference)) return [`${name} is only in the engine that built it (${reference})`];
    if (contentTag === undefined ? known.isRecorded(image) : known.tagOf(name) === contentTag) return [];
    return [`${name} is of other sources than these: check out the commit that ${stack} was brought up from`];
  });
  return { gate, problem: problems.length === 0 ? undefined : problems.join("; ") };
}
