import { realClock } from "../../components/lib/clock.ts";
import { endStray } from "../../components/runpod/run/end-stray.ts";
import { keptFiles } from "../../components/runpod/run/kept-files.ts";
import type { RunpodService } from "../../components/runpod/service.ts";
import { listRuns } from "../runs/records.ts";
import type { Found } from "./classify.ts";

/**
 * Ends pods and proves each gone, all at once: one that stays is ordered to end for an hour, and the others are billed meanwhile.
 * The log of a run that is kept under `home` is read to its end first. When all were tried, throws JobError (`not-gone`) for the
 * first that stayed.
 */
export async function endPods(
  site: { readonly service: RunpodService; readonly home: string },
  found: readonly Found[],
  say: (line: string) => void,
): Promise<readonly string[]> {
  const { runs } = listRuns(site.home);
  const world = { clock: realClock, service: site.service, runs: keptFiles(site.home), log: say };
  const endings = found.map(async ({ pod }) => {
    say(`ending pod ${pod.id} (${pod.name})`);
    await endStray(
      pod,
      runs.find((run) => run.name === pod.name),
      world,
    );
    return pod.id;
  });
  await Promise.allSettled(endings);
  return Promise.all(endings);
}

/** One line a pod: how it stands and what it costs. */
export function renderFound({ pod, standing, why }: Found): string {
  const cost = (pod as { cost?: number }).cost;
  const price = cost === undefined ? "price unknown" : `$${cost}/h`;
  return `  ${standing.padEnd(9)} ${pod.id}  ${pod.name}  ${pod.status}  ${price}  ${why}`;
}
