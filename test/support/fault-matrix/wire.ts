import type { Wishes, Yard } from "../simulated-yard.ts";
import { ForbiddenError } from "../../../components/runpod/failures.ts";
import type { Strike } from "./strikes.ts";

/** One call that a plugin makes: to the API, to the volume, to the pod's port. */
export interface Point {
  readonly to: "api" | "volume" | "port";
  /** `POST /v2/pods/{id}/action`, `put`, ... */
  readonly what: string;
}

/** Everything between the plugin processes of one case and the outside: counts all calls and strikes one of them. */
export class Wire {
  readonly points: Point[] = [];
  /** When the strike fell; epoch milliseconds. */
  struckAt: number | undefined;
  private readonly yard: Yard;
  private readonly strike: Strike | undefined;
  private readonly at: number;

  constructor(yard: Yard, strike?: Strike, at = -1) {
    this.yard = yard;
    this.strike = strike;
    this.at = at;
  }

  /** What a process needs to talk over this wire. `kill` ends that process as `kill -9` does. */
  wishes(withVolume: boolean, kill: () => void): Wishes {
    let dead = false;
    const die = () => {
      dead = true;
      kill();
    };
    return {
      withVolume,
      fetch: (request) => (dead ? never() : this.fetch(request, die)),
      volumeFault: (call) => this.besides({ to: "volume", what: call }, die),
      portFault: () => this.besides({ to: "port", what: "call" }, die) !== undefined,
    };
  }

  private async fetch(request: Request, die: () => void): Promise<Response> {
    const { emulator } = this.yard;
    const { method } = request;
    const path = new URL(request.url).pathname;
    const strike = this.next({ to: "api", what: `${method} ${routeOf(path)}` });
    if (strike?.kind === "fault") emulator.core.addFault({ match: { method, path }, fault: strike.fault });
    if (strike?.kind === "refuse") emulator.core.refuseTermination(strike.seconds);
    if (strike?.kind !== "kill") return emulator.fetch(request);
    if (strike.when === "before") {
      die();
      return never();
    }
    const response = await emulator.fetch(request);
    die();
    return strike.when === "after" ? never() : response;
  }

  private besides(point: Point, die: () => void): "before" | "after" | undefined {
    const strike = this.next(point);
    if (strike?.kind === "kill") {
      die();
      return strike.when === "before" ? "before" : "after";
    }
    if (strike?.kind !== "fault" || strike.fault.kind !== "status") return undefined;
    if (strike.fault.status === 403)
      throw new ForbiddenError("the volume refused", { status: 403, detail: "AccessDenied" });
    return strike.fault.phase;
  }

  private next(point: Point): Strike | undefined {
    const isStruck = this.points.length === this.at;
    this.points.push(point);
    if (isStruck) this.struckAt = this.yard.clock.now();
    return isStruck ? this.strike : undefined;
  }
}

/** What a dead process waits for. */
const never = () => new Promise<never>(() => undefined);

/** The path with ids left out. */
function routeOf(path: string): string {
  return path.replace(/^\/v2\/pods\/[^/]+/, "/v2/pods/{id}");
}
