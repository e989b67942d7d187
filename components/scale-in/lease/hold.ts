import type { Clock } from "../../lib/clock.ts";
import type { ScaleInRecord } from "../record.ts";
import type { LeaseFacts, LeasePort } from "./facts.ts";
import { claimOf } from "./plan.ts";

/** Somebody else works at the set: nothing was done, or nothing more is. */
export class TakenError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "TakenError";
  }
}

/** Whoever holds it is the only one who works at a set. */
export interface Hold {
  readonly record: ScaleInRecord | undefined;
  /** Says that we are alive. Throws TakenError where somebody else has taken over. */
  renew(): Promise<void>;
  /** The same, and what is under way. */
  keep(record: ScaleInRecord | undefined): Promise<void>;
  /** Lets others work. */
  release(): Promise<void>;
}

export interface Claimant {
  readonly port: LeasePort;
  /** Name of this run, like no other's. */
  readonly me: string;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  readonly say: (line: string) => void;
}

const MOST_RACES = 5;

/** Takes hold of a set, after whoever died over it. Throws TakenError where somebody works there. */
export async function takeHold(claimant: Claimant): Promise<Hold> {
  const { port, me, clock, signal, say } = claimant;
  let before: LeaseFacts | undefined;
  for (let races = 0; ;) {
    const seen = await port.read();
    const claim = claimOf(seen, me, clock.now(), before);
    if (claim.kind === "taken") throw new TakenError(claim.why);
    if (claim.kind === "wait") {
      say(claim.why);
      before = seen;
      await clock.sleep(claim.ms, signal);
      if (signal?.aborted === true) throw new TakenError("interrupted before anything was done");
      continue;
    }
    const record = seen?.record;
    if (await port.write({ holder: me, renewedMs: clock.now(), record }, seen?.version))
      return holdOf(claimant, record);
    if (++races >= MOST_RACES) throw new TakenError("others keep taking it; run up again");
  }
}

function holdOf({ port, me, clock }: Claimant, found: ScaleInRecord | undefined): Hold {
  let record = found;
  const write = async (holder: string, next: ScaleInRecord | undefined): Promise<void> => {
    for (let races = 0; ; races++) {
      const seen = await port.read();
      if (seen?.holder !== me)
        throw new TakenError(`another run (${seen?.holder ?? "unknown"}) has taken over; this one stops`);
      if (await port.write({ holder, renewedMs: clock.now(), record: next }, seen.version)) break;
      if (races >= MOST_RACES) throw new TakenError("others keep writing the lease; this run stops");
    }
    record = next;
  };
  return {
    get record() {
      return record;
    },
    renew: () => write(me, record),
    keep: (next) => write(me, next),
    release: () => write("", record),
  };
}
