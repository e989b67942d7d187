import { realClock } from "../../components/lib/clock.ts";
import { endPod } from "../../components/runpod/run/terminate.ts";
import type { RunpodService } from "../../components/runpod/service.ts";
import type { Found } from "./classify.ts";

/** Ends pods and proves each gone, one after the other. Throws JobError (`not-gone`) for the first that stays. */
export async function endPods(
  service: RunpodService,
  found: readonly Found[],
  say: (line: string) => void,
): Promise<readonly string[]> {
  const ended: string[] = [];
  for (const { pod } of found) {
    say(`ending pod ${pod.id} (${pod.name})`);
    await endPod({ clock: realClock, service }, { podId: pod.id, visibleByMs: 0 });
    ended.push(pod.id);
  }
  return ended;
}

/** One line a pod: how it stands and what it costs. */
export function renderFound({ pod, standing, why }: Found): string {
  const cost = (pod as { cost?: number }).cost;
  const price = cost === undefined ? "price unknown" : `$${cost}/h`;
  return `  ${standing.padEnd(9)} ${pod.id}  ${pod.name}  ${pod.status}  ${price}  ${why}`;
}
