import type { LeaseContent, LeaseFacts, LeasePort } from "../../../../components/scale-in/lease/facts.ts";
import { hostOf, type NodeSet } from "../../../../components/scale-in/nodes.ts";
import type { SetPort } from "../../../../components/scale-in/world.ts";
import type { Gate } from "./gate.ts";

export const set: NodeSet = { namespace: "lake", statefulSet: "store-data", service: "store-data" };

/** A StatefulSet with its pods and claims, and a lease beside it. */
export class SimulatedKube {
  replicas: number;
  /** Ordinals whose pods are ready, and those whose pods are there but down. */
  readonly ready = new Set<number>();
  readonly down = new Set<number>();
  readonly claims = new Set<number>();
  lease: LeaseFacts | undefined;
  readonly #came: (host: string, isNew: boolean) => void;
  readonly #went: (host: string) => void;

  constructor(replicas: number, came: (host: string, isNew: boolean) => void, went: (host: string) => void) {
    this.#came = came;
    this.#went = went;
    this.replicas = 0;
    this.scale(replicas);
  }

  /** As the StatefulSet's controller does, at once. */
  scale(to: number): void {
    for (let ordinal = this.replicas; ordinal < to; ordinal++) {
      const isNew = !this.claims.has(ordinal);
      this.claims.add(ordinal);
      this.ready.add(ordinal);
      this.#came(hostOf(set, ordinal), isNew);
    }
    for (let ordinal = to; ordinal < this.replicas; ordinal++) {
      this.ready.delete(ordinal);
      this.down.delete(ordinal);
      this.#went(hostOf(set, ordinal));
    }
    this.replicas = to;
  }

  breakPod(ordinal: number): void {
    if (this.ready.delete(ordinal)) this.down.add(ordinal);
  }

  mendPod(ordinal: number): void {
    if (this.down.delete(ordinal)) {
      this.ready.add(ordinal);
      this.#came(hostOf(set, ordinal), false);
    }
  }

  setPort(gate: Gate): SetPort {
    return {
      replicas: () => gate.pass(() => this.replicas),
      pods: () => gate.pass(() => [...this.ready, ...this.down]),
      claims: () => gate.pass(() => [...this.claims].map((ordinal) => ({ name: `data-${ordinal}`, ordinal }))),
      removeClaim: (name) => gate.pass(() => void this.claims.delete(Number(name.slice("data-".length)))),
    };
  }

  leasePort(gate: Gate): LeasePort {
    return {
      read: () => gate.pass(() => this.lease),
      write: (content: LeaseContent, version) =>
        gate.pass(() => {
          if (this.lease?.version !== version) return false;
          this.lease = { ...content, version: String(Number(version ?? 0) + 1) };
          return true;
        }),
    };
  }
}
