import type { Fault } from "../../../local/runpod/index.ts";
import type { Point } from "./wire.ts";

/** What happens at one call of the plugin. */
export type Strike =
  | { readonly kind: "fault"; readonly fault: Fault }
  /** RunPod refuses every termination from this call on. */
  | { readonly kind: "refuse"; readonly seconds: number }
  /** The plugin dies: before the call, after its effect, or when it has the answer. */
  | { readonly kind: "kill"; readonly when: "before" | "after" | "answered" };

const phases = ["before", "after"] as const;
const ofFault = (fault: Fault): Strike => ({ kind: "fault", fault });
const status = (code: number, phase: "before" | "after" = "before") =>
  ofFault({ kind: "status", status: code, phase, ...(code === 429 ? { retryAfterSeconds: 7 } : {}) });

/** At any request to the API. */
export const apiStrikes: readonly Strike[] = [
  ...[402, 403, 409, 422, 429].map((code) => status(code)),
  ofFault({ kind: "rule", detail: "a rule is broken" }),
  ...phases.flatMap((phase) => [
    status(500, phase),
    status(503, phase),
    ofFault({ kind: "drop", phase }),
    ofFault({ kind: "delay", seconds: 40, phase }),
  ]),
  ofFault({ kind: "clock-skew", seconds: 400 }),
  ofFault({ kind: "clock-skew", seconds: -400 }),
  { kind: "refuse", seconds: 300 },
];

/** At the request that makes a pod. */
export const createStrikes: readonly Strike[] = [
  ofFault({ kind: "capacity" }),
  ofFault({ kind: "host-loss", afterSeconds: 3 }),
  ofFault({ kind: "host-loss", afterSeconds: 12 }),
  ofFault({ kind: "host-loss", afterSeconds: 30 }),
  ofFault({ kind: "never-ready" }),
  ofFault({ kind: "slow-start", seconds: 45 }),
  ofFault({ kind: "slow-start", seconds: 900 }),
  ofFault({ kind: "log-cut", afterLines: 2 }),
  ofFault({ kind: "not-found-lag", seconds: 50 }),
  ofFault({ kind: "list-lag", seconds: 50 }),
  ofFault({ kind: "late-bill", minutes: 50 }),
];

/** At any call of any kind. */
export const kills: readonly Strike[] = [
  { kind: "kill", when: "before" },
  { kind: "kill", when: "after" },
  { kind: "kill", when: "answered" },
];

/** Everything that can happen at this call. */
export function strikesAt({ to, what }: Point): readonly Strike[] {
  if (to === "port") return [status(503), kills[0], kills[1]].filter((one) => one !== undefined);
  if (to === "volume") return [status(503), status(503, "after"), status(403), ...kills.slice(0, 2)];
  return [...apiStrikes, ...(what === "POST /v2/pods" ? createStrikes : []), ...kills];
}

/** The strike in words that follow "when". */
export function strikeText(strike: Strike): string {
  if (strike.kind === "refuse") return `terminations are refused for ${strike.seconds} s from`;
  if (strike.kind === "kill") {
    const when = { before: "before", after: "after the effect of", answered: "with the answer of" };
    return `the plugin is killed ${when[strike.when]}`;
  }
  const { fault } = strike;
  const words = Object.entries(fault).filter(([key]) => key !== "kind" && key !== "detail" && key !== "phase");
  const phase = "phase" in fault ? ` ${fault.phase} its effect` : "";
  return `${[fault.kind, ...words.map(([, value]) => String(value))].join(" ")}${phase} strikes`;
}
