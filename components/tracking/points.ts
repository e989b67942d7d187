import { parseSupervisorLine } from "../runpod/render/status-line.ts";
import type { Point } from "./records.ts";
import { keptName } from "./render/names.ts";

/** The log of one attempt as its run folder keeps it. */
export interface AttemptLog {
  readonly attempt: number;
  /** container.log: `<time> <line>`, one line each. */
  readonly text: string;
}

/** Which steps of which metrics are known already. */
export class KnownSteps {
  private readonly known = new Map<string, Set<number>>();

  has(key: string, step: number): boolean {
    return this.known.get(key)?.has(step) ?? false;
  }

  add(points: readonly Pick<Point, "key" | "step">[]): void {
    for (const { key, step } of points) {
      const steps = this.known.get(key) ?? new Set();
      this.known.set(key, steps.add(step));
    }
  }
}

/** Metric that tells from which step on which attempt counts. */
export const ATTEMPT_METRIC = "attempt";

/**
 * The points that the heartbeats in these logs tell and `known` lacks: one for each step of each number. A step that a later
 * attempt does again is not told again. The same logs tell the same points, whenever they are read.
 */
export function newPoints(logs: readonly AttemptLog[], known: KnownSteps): readonly Point[] {
  const fresh: Point[] = [];
  const seen = new KnownSteps();
  const add = (point: Point): void => {
    if (known.has(point.key, point.step) || seen.has(point.key, point.step)) return;
    seen.add([point]);
    fresh.push(point);
  };
  for (const { attempt, text } of [...logs].sort((a, b) => a.attempt - b.attempt)) {
    let begun = false;
    for (const point of heartbeatPoints(text)) {
      if (!begun) add({ ...point, key: ATTEMPT_METRIC, value: attempt });
      begun = true;
      add(point);
    }
  }
  return fresh;
}

/** Fields of a progress line that say where it is, not how it goes. */
const places = new Set(["step", "totalSteps", "phase"]);

/** A line of the command's own that looks like the supervisor's is printed with a space before it. */
const supervisorLine = /^\S+ (TRAINYARD .*)$/;

function* heartbeatPoints(log: string): Generator<Point> {
  for (const line of log.split("\n")) {
    const [, said] = supervisorLine.exec(line) ?? [];
    const parsed = said === undefined ? undefined : parseSupervisorLine(said);
    if (parsed?.kind !== "heartbeat" || parsed.progress === null) continue;
    const { step } = parsed.progress;
    const timestamp = Date.parse(parsed.ts);
    if (step === null || step === undefined || !Number.isSafeInteger(step) || !Number.isFinite(timestamp)) continue;
    for (const [name, value] of Object.entries(parsed.progress)) {
      if (places.has(name) || typeof value !== "number" || !Number.isFinite(value)) continue;
      yield { key: metricName(name), value, timestamp, step };
    }
  }
}

/** `tokensPerSecond` is `tokens_per_second`. */
export function metricName(name: string): string {
  return keptName(name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase());
}
