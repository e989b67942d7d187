import type { Clock } from "../lib/clock.ts";
import { drive, type Run } from "./drive.ts";
import type { LeasePort } from "./lease/facts.ts";
import type { Lingering } from "./lease/linger.ts";
import type { Machine } from "./machine.ts";
import type { Change, NodeSet } from "./nodes.ts";

/** The StatefulSet of the nodes, and what Kubernetes keeps for it. */
export interface SetPort {
  /** Replicas that it is told to have; undefined where there is none. */
  replicas(): Promise<number | undefined>;
  /** Ordinals of its pods, those that are ending among them. */
  pods(): Promise<readonly number[]>;
  /** Claims of its pods. */
  claims(): Promise<readonly { readonly name: string; readonly ordinal: number }[]>;
  /** What is gone is no failure. */
  removeClaim(name: string): Promise<void>;
}

/** Nodes of one kind; how they leave is their machine's affair. */
export interface Nodes {
  /** What people call them: `data nodes`. */
  readonly called: string;
  /** Nodes that are marked as leaving where that can be told without asking them. */
  marked(): Promise<readonly string[]>;
  /** Looks once. Throws where they cannot be asked. */
  objections(change: Change): Promise<readonly string[]>;
  drive(change: Change, run: Run): Promise<void>;
}

export function nodesOf<Seen, Action, Memory>(
  called: string,
  machineOf: (change: Change) => Machine<Seen, Action, Memory>,
  marked: () => Promise<readonly string[]> = async () => [],
): Nodes {
  return {
    called,
    marked,
    objections: async (change) => {
      const machine = machineOf(change);
      return machine.objections(await machine.observe());
    },
    drive: (change, run) => drive(machineOf(change), run),
  };
}

/** What a scale-in acts on. */
export interface ScaleInWorld {
  readonly set: NodeSet;
  readonly pods: SetPort;
  readonly lease: LeasePort;
  readonly nodes: Nodes;
  /** Name of this run, like no other's. */
  readonly me: string;
  /** The same for all calls of this run. */
  readonly lingering: Lingering;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Seconds that a drain may take. @default - computed */
  readonly limitSeconds?: number | undefined;
  readonly say: (line: string) => void;
}
