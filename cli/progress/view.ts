import type { RunEvent } from "../runs/events.ts";

/** What a person wants to know of one attempt while it runs. */
export interface AttemptView {
  readonly name: string;
  readonly phase: string;
  readonly message: string;
  readonly podPhase: string | undefined;
  readonly step: number | undefined;
  readonly totalSteps: number | undefined;
  readonly loss: number | undefined;
  readonly tokensPerSecond: number | undefined;
  readonly spentUsd: number | undefined;
  readonly capUsd: number | undefined;
  readonly elapsedSeconds: number | undefined;
}

export const emptyView = (name: string): AttemptView => ({
  name,
  phase: "",
  message: "",
  podPhase: undefined,
  step: undefined,
  totalSteps: undefined,
  loss: undefined,
  tokensPerSecond: undefined,
  spentUsd: undefined,
  capUsd: undefined,
  elapsedSeconds: undefined,
});

/** The view after one more event. */
export function advance(view: AttemptView, event: RunEvent): AttemptView {
  switch (event.kind) {
    case "phase":
      return { ...view, phase: event.phase, message: event.message };
    case "progress":
      return {
        ...view,
        podPhase: event.phase ?? view.podPhase,
        step: event.step ?? view.step,
        totalSteps: event.totalSteps ?? view.totalSteps,
        loss: event.loss ?? view.loss,
        tokensPerSecond: event.tokensPerSecond ?? view.tokensPerSecond,
      };
    case "money":
      return { ...view, spentUsd: event.spentUsd, capUsd: event.capUsd, elapsedSeconds: event.elapsedSeconds };
    default:
      return view;
  }
}

const usd = (value: number) => `$${value.toFixed(4)}`;

/** Seconds as a person says them: `48 s`, `3 min 05 s`, `2 h 04 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")} min`;
}

function bar(done: number, width = 20): string {
  const full = Math.max(0, Math.min(width, Math.round(done * width)));
  return "#".repeat(full) + "-".repeat(width - full);
}

/** One line: name, phase, step, loss, speed, money so far against the cap. */
export function renderView(view: AttemptView): string {
  const parts = [view.name, view.podPhase && view.phase === "run" ? `run/${view.podPhase}` : view.phase];
  if (view.step !== undefined && view.totalSteps) {
    parts.push(`[${bar(view.step / view.totalSteps)}] step ${view.step}/${view.totalSteps}`);
  }
  if (view.loss !== undefined) parts.push(`loss ${view.loss.toFixed(3)}`);
  if (view.tokensPerSecond !== undefined) parts.push(`${Math.round(view.tokensPerSecond)} tokens/s`);
  if (view.elapsedSeconds !== undefined) parts.push(duration(view.elapsedSeconds));
  if (view.spentUsd !== undefined && view.capUsd !== undefined)
    parts.push(`${usd(view.spentUsd)} of at most ${usd(view.capUsd)}`);
  if (view.step === undefined && view.message !== "") parts.push(view.message);
  return parts.filter((part) => part !== "").join("  ");
}

/** The plain line that an event is worth where nothing can be redrawn; undefined for what would only be noise. */
export function renderEvent(name: string, event: RunEvent): string | undefined {
  switch (event.kind) {
    case "phase":
      return `${name}: ${event.phase}${event.message === "" ? "" : `: ${event.message}`}`;
    case "candidate": {
      const place = [event.gpu, event.cloud, event.dataCenter ?? "any data center"].join(" · ");
      const price = event.usdPerHour == null ? "" : ` at $${event.usdPerHour}/h`;
      return `${name}: ${place}${price}: ${event.result}${event.detail ? ` (${event.detail})` : ""}`;
    }
    case "warning":
    case "error":
      return [`${name}: ${event.kind}: ${event.what}`, event.on, event.why, event.todo].filter(Boolean).join("; ");
    default:
      return undefined;
  }
}
