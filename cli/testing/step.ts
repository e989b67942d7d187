/** The checks of one step, counted. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** Tests that did not run, with their reason where they gave one. In CI they count as failed. */
  readonly skipped: readonly string[];
}

/** Of a step that is one check. */
export const tallyOne = (ok: boolean): Tally => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [] });

/** One step of `./yard test`. */
export interface Step {
  readonly name: string;
  /** "split": runs its share of each part by itself; "whole": runs in one part only. */
  readonly parts: "split" | "whole";
  /** Steps of other lanes that must have ended before this one begins. @default none */
  readonly after?: readonly Step[];
  run(run: StepRun): Promise<Tally>;
}

/** Steps that run one after the other. */
export type Lane = readonly Step[];

/** Lanes that run side by side; the next stage begins when all have ended. */
export type Stage = readonly Lane[];

export interface StepRun {
  /** Environment of the checks: no accounts, loopback only, a TRAINYARD_HOME of their own. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly root: string;
  readonly part: Part;
  /** Where a step may write its reports; removed at the end. */
  readonly scratch: string;
  /** Ends a step that runs: ^C. @default never */
  readonly interrupted?: AbortSignal;
  /** Shows a line of a failure as it happens. */
  readonly show: (line: string) => void;
}

/** Whether everything is asked again, whatever has passed before. */
export const isFull = (env: StepRun["env"]): boolean => env["TRAINYARD_FULL"] === "1";

/** Part `index` (from 1) of `count`. */
export interface Part {
  readonly index: number;
  readonly count: number;
}

export const wholeRun: Part = { index: 1, count: 1 };

/** Reads "2/4"; undefined where it makes no sense. */
export function parsePart(text: string): Part | undefined {
  const found = /^(\d+)\/(\d+)$/.exec(text);
  const [index, count] = [Number(found?.[1]), Number(found?.[2])];
  return index >= 1 && index <= count ? { index, count } : undefined;
}

/** What a part runs of each stage: the steps that split themselves, and each whole one in exactly one part. */
export function stagesOfPart(stages: readonly Stage[], part: Part): readonly Stage[] {
  const whole = stages.flat(2).filter((step) => step.parts === "whole");
  const isRun = (step: Step) => step.parts === "split" || whole.indexOf(step) % part.count === part.index - 1;
  return stages.map((lanes) => lanes.map((lane) => lane.filter(isRun)));
}

/** The sum; skipped tests count as failed where `skipsFail`. */
export function total(tallies: readonly Tally[], skipsFail: boolean): { passed: number; failed: number } {
  const sum = { passed: 0, failed: 0 };
  for (const tally of tallies) {
    sum.passed += tally.passed;
    sum.failed += tally.failed + (skipsFail ? tally.skipped.length : 0);
  }
  return sum;
}
