import { join } from "node:path";
import { EventTail, type RunEvent } from "../runs/events.ts";

/** Seconds by phase, in the order in which the phases first came. */
export type PhaseSeconds = Readonly<Record<string, number>>;

/** After these nothing goes on, so what follows later is another call. */
const last = new Set(["done", "failed"]);

/** How long each phase of an attempt took, from the phase's start to the next one's; a phase that came twice is summed. */
export function phaseSeconds(events: readonly RunEvent[]): PhaseSeconds {
  const phases = events.flatMap((event) => (event.kind === "phase" ? [event] : []));
  const seconds: Record<string, number> = {};
  phases.forEach(({ phase, ts }, index) => {
    const next = phases[index + 1];
    if (next === undefined || last.has(phase)) return;
    seconds[phase] = (seconds[phase] ?? 0) + (Date.parse(next.ts) - Date.parse(ts)) / 1000;
  });
  return seconds;
}

/** The phases of the attempt that this run folder keeps; empty where there are no events. */
export function readPhases(folder: string): PhaseSeconds {
  return phaseSeconds(new EventTail(join(folder, "events.jsonl")).next());
}
