import type { Output } from "../output.ts";
import { type Step, type StepRun, type Tally, total } from "./step.ts";

/** What a whole run gave. */
export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly steps: readonly (Tally & { readonly name: string; readonly seconds: number })[];
}

/** Runs the steps one after the other; a step that throws counts as one failure and stops no other. */
export async function runSuite(
  steps: readonly Step[],
  run: Omit<StepRun, "show">,
  given: { readonly out: Output; readonly skipsFail: boolean; readonly interrupted: AbortSignal },
): Promise<SuiteResult> {
  const { out, skipsFail, interrupted } = given;
  const done: SuiteResult["steps"][number][] = [];
  for (const step of steps) {
    if (interrupted.aborted) break;
    const started = Date.now();
    const show = (line: string) => out.text(`    ${line}`);
    out.progress(`  ...   ${step.name}`);
    const tally = await step.run({ ...run, show }).catch((error: unknown) => {
      show(error instanceof Error ? error.message : String(error));
      return { passed: 0, failed: 1, skipped: [] };
    });
    const seconds = Math.round((Date.now() - started) / 100) / 10;
    done.push({ name: step.name, seconds, ...tally });
    for (const name of tally.skipped) show(`SKIPPED ${name}`);
    const { failed, passed } = total([tally], skipsFail);
    const mark = failed === 0 ? out.colors.green("ok  ") : out.colors.red("FAIL");
    out.text(`  ${mark}  ${step.name}: ${passed} passed, ${failed} failed, ${seconds} s`);
  }
  return { ...total(done, skipsFail), steps: done };
}
