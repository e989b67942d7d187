import type { Output } from "../output.ts";
import { type Stage, type Step, type StepRun, type Tally, total } from "./step.ts";

/** What a whole run gave. */
export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly steps: readonly StepResult[];
}

type StepResult = Tally & { readonly name: string; readonly seconds: number };

interface Given {
  readonly out: Output;
  readonly skipsFail: boolean;
  readonly interrupted: AbortSignal;
}

/** Runs stage after stage, the lanes of each side by side; a step that throws counts as one failure and stops no other. */
export async function runSuite(
  stages: readonly Stage[],
  run: Omit<StepRun, "show">,
  given: Given,
): Promise<SuiteResult> {
  const done: StepResult[] = [];
  for (const stage of stages) {
    const ends = new Map(stage.flat().map((step) => [step, Promise.withResolvers<null>()]));
    const lanes = stage.map(async (lane) => {
      for (const step of lane) {
        for (const earlier of step.after ?? []) await ends.get(earlier)?.promise; // none where it is of another part
        if (!given.interrupted.aborted) done.push(await runStep(step, run, given));
        ends.get(step)?.resolve(null);
      }
    });
    await Promise.all(lanes);
  }
  return { ...total(done, given.skipsFail), steps: done };
}

async function runStep(
  step: Step,
  run: Omit<StepRun, "show">,
  { out, skipsFail, interrupted }: Given,
): Promise<StepResult> {
  const started = Date.now();
  const said: string[] = []; // shown with the result: another lane may be at work
  const show = (line: string) => void said.push(line);
  out.progress(`  ...   ${step.name}`);
  const tally = await step.run({ ...run, interrupted, show }).catch((error: unknown) => {
    show(error instanceof Error ? error.message : String(error));
    return { passed: 0, failed: 1, skipped: [] };
  });
  const seconds = Math.round((Date.now() - started) / 100) / 10;
  for (const name of tally.skipped) show(`SKIPPED ${name}`);
  const { failed, passed } = total([tally], skipsFail);
  const mark = failed === 0 ? out.colors.green("ok  ") : out.colors.red("FAIL");
  for (const line of said) out.text(`    ${line}`);
  out.text(`  ${mark}  ${step.name}: ${passed} passed, ${failed} failed, ${seconds} s`);
  return { name: step.name, seconds, ...tally };
}
