import type { Fault, FaultRule, Phase } from "./faults.ts";
import { idOf, randomNumbers } from "./ids.ts";
import type { PodFaults } from "./records.ts";

interface ArmedRule {
  readonly id: string;
  readonly rule: FaultRule;
  readonly matches: (method: string, path: string) => boolean;
  toSkip: number;
  left: number;
}

/** What strikes one request. At most one of them changes the answer. */
export type Strike = readonly Fault[];

/** Kinds that replace the answer: only one can strike a request, the others stay armed. */
const replaces = (fault: Fault): boolean => ["status", "drop", "capacity", "rule"].includes(fault.kind);

/** The armed faults. Ids and random choices are repeatable. */
export class FaultBook {
  #rules: ArmedRule[] = [];
  #made = 0;
  #random: { rate: number; next: () => number } | undefined;
  #skewSeconds = 0;

  /** Milliseconds by which the clock of the service is wrong. */
  get skewMs(): number {
    return this.#skewSeconds * 1000;
  }

  /** Returns the id. A clock skew holds at once and for all requests. */
  add(rule: FaultRule): string {
    const id = idOf("fault", this.#made++, 8);
    if (rule.fault.kind === "clock-skew") this.#skewSeconds = rule.fault.seconds;
    const left = rule.fault.kind === "clock-skew" ? 0 : (rule.times ?? 1);
    this.#rules.push({ id, rule, matches: matcher(rule.match), toSkip: rule.after ?? 0, left });
    return id;
  }

  clear(): void {
    this.#rules = [];
    this.#random = undefined;
    this.#skewSeconds = 0;
  }

  /** Seeded random faults; rate 0 ends them. */
  setRandom(seed: number, rate: number): void {
    this.#random = rate > 0 ? { rate, next: randomNumbers(seed) } : undefined;
  }

  list(): readonly { id: string; rule: FaultRule; left: number }[] {
    return this.#rules.map(({ id, rule, left }) => ({ id, rule, left }));
  }

  /** Counts the request against every rule and says what strikes it. */
  strike(method: string, path: string): Strike {
    const struck: Fault[] = [];
    let isReplaced = false;
    for (const armed of this.#rules) {
      if (armed.left <= 0 || !armed.matches(method, path)) continue;
      if (armed.toSkip > 0) {
        armed.toSkip--;
        continue;
      }
      const { fault } = armed.rule;
      if (replaces(fault)) {
        if (isReplaced) continue;
        isReplaced = true;
      }
      armed.left--;
      struck.push(fault);
    }
    const random = this.#random;
    if (random !== undefined && random.next() < random.rate && !isReplaced)
      struck.push(randomFault(random.next, method, path));
    return struck;
  }
}

function matcher(match: FaultRule["match"]): (method: string, path: string) => boolean {
  const pattern = match.path.split("/").map((part) => {
    if (part === "**") return ".*";
    return part === "*" ? "[^/]+" : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  const expression = new RegExp(`^${pattern.join("/")}$`);
  const method = match.method.toUpperCase();
  return (asked, path) => (method === "*" || method === asked) && expression.test(path);
}

function randomFault(next: () => number, method: string, path: string): Fault {
  const phase: Phase = next() < 0.5 ? "before" : "after";
  const seconds = Math.ceil(next() * 30);
  const anywhere: Fault[] = [
    { kind: "status", status: 500, phase },
    { kind: "status", status: 503, phase },
    { kind: "status", status: 429, retryAfterSeconds: Math.ceil(seconds / 10), phase: "before" },
    { kind: "drop", phase },
    { kind: "delay", seconds, phase },
  ];
  const onCreate: Fault[] = [
    { kind: "capacity" },
    { kind: "not-found-lag", seconds },
    { kind: "list-lag", seconds },
    { kind: "slow-start", seconds: seconds * 10 },
    { kind: "never-ready" },
    { kind: "host-loss", afterSeconds: seconds * 20 },
    { kind: "log-cut", afterLines: seconds },
    { kind: "late-bill", minutes: seconds },
  ];
  const choices = method === "POST" && path === "/v2/pods" ? [...anywhere, ...onCreate] : anywhere;
  return choices[Math.floor(next() * choices.length)] ?? { kind: "drop", phase };
}

/** What the faults of the creating request do to the new pod. `now` is epoch milliseconds. */
export function podFaultsOf(strike: Strike, now: number): PodFaults {
  const faults: PodFaults = {};
  for (const fault of strike) {
    if (fault.kind === "not-found-lag") faults.notFoundUntil = now + fault.seconds * 1000;
    else if (fault.kind === "list-lag") faults.unlistedUntil = now + fault.seconds * 1000;
    else if (fault.kind === "slow-start") faults.slowStartSeconds = fault.seconds;
    else if (fault.kind === "never-ready") faults.neverReady = true;
    else if (fault.kind === "host-loss") faults.hostLossAt = now + fault.afterSeconds * 1000;
    else if (fault.kind === "log-cut") faults.logCutAfterLines = fault.afterLines;
    else if (fault.kind === "late-bill") faults.lateBillMinutes = fault.minutes;
  }
  return faults;
}
