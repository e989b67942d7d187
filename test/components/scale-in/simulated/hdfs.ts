import type { Clock } from "../../../../components/lib/clock.ts";
import type { DataNodeFacts, HdfsFacts, HdfsPort } from "../../../../components/scale-in/data-nodes/facts.ts";
import { hostOf, ordinalOf } from "../../../../components/scale-in/nodes.ts";
import type { Gate } from "./gate.ts";
import { set, SimulatedKube } from "./kube.ts";

const TICK_MS = 3000;
const DEAD_MS = 630_000;
const COPIES_A_TICK = 3;
/** What the writer writes at most. */
const MOST_BLOCKS = 40;

/** What the NameNode believes of a node; it learns of its end only by silence. */
interface View {
  admin: "in-service" | "decommissioning" | "decommissioned";
  heardMs: number;
  blocks: Set<number>;
}

/** HDFS with one NameNode and a writer, as far as leaving nodes are concerned. Time passes when somebody looks. */
export class SimulatedHdfs {
  readonly kube: SimulatedKube;
  readonly replication: number;
  /** The exclude list as written, as mounted, and when it will be mounted. */
  list: readonly string[] = [];
  #mounted: readonly string[] = [];
  #mountMs = 0;
  readonly #mountDelayMs: number;
  /** Blocks on volumes, by node: what is true. */
  readonly volumes = new Map<string, Set<number>>();
  readonly #views = new Map<string, View>();
  readonly #clock: Clock;
  #nowMs: number;
  #ticks = 0;
  #counted = { underReplicated: 0, missing: 0 };
  #blocks = 0;

  constructor(clock: Clock, replicas: number, replication: number, mountDelayMs: number) {
    this.#clock = clock;
    this.#nowMs = clock.now();
    this.replication = replication;
    this.#mountDelayMs = mountDelayMs;
    this.kube = new SimulatedKube(
      replicas,
      (host, isNew) => this.#comes(host, isNew),
      () => undefined,
    );
    for (let block = 0; block < 12; block++) this.#write();
  }

  /** Blocks that have fewer copies on the volumes of these nodes than they should have. */
  lacking(to: number): readonly number[] {
    const staying = [...this.volumes].filter(([host]) => (ordinalOf(set, host) ?? to) < to);
    return Array.from({ length: this.#blocks }, (_, block) => block).filter(
      (block) => staying.filter(([, blocks]) => blocks.has(block)).length < this.replication,
    );
  }

  adminOf(ordinal: number): string {
    return this.#views.get(hostOf(set, ordinal))?.admin ?? "unknown";
  }

  removed(ordinal: number): void {
    this.volumes.delete(hostOf(set, ordinal));
  }

  port(gate: Gate): HdfsPort {
    return {
      observe: () => gate.pass(() => this.#look()),
      exclude: (hosts) =>
        gate.pass(() => {
          this.list = hosts;
          this.#mountMs = this.#clock.now() + this.#mountDelayMs;
        }),
      refresh: () => gate.pass(() => this.#refresh()),
      openFiles: async () => [],
    };
  }

  /** Lets time pass up to now. */
  pass(): void {
    while (this.#nowMs + TICK_MS <= this.#clock.now()) {
      this.#nowMs += TICK_MS;
      this.#ticks++;
      this.#tick();
    }
  }

  #look(): HdfsFacts {
    this.pass();
    const now = this.#clock.now();
    if (now >= this.#mountMs) this.#mounted = this.list;
    const live = [...this.#views].filter(([, view]) => now - view.heardMs < DEAD_MS);
    const node = ([host, view]: [string, View]): DataNodeFacts => ({
      host,
      adminState: view.admin,
      silentSeconds: (now - view.heardMs) / 1000,
      usedBytes: view.blocks.size * 1024 ** 2,
      remainingBytes: 1024 ** 4,
      capacityBytes: 1024 ** 4,
    });
    const dead = [...this.#views.keys()].filter((host) => !live.some(([name]) => name === host));
    const { underReplicated, missing } = this.#counted;
    const name = { name: "store-name-0", active: true, safeMode: false, dead, underReplicated, missing };
    const running = [...this.kube.ready].map((ordinal) => hostOf(set, ordinal));
    return { excluded: this.list, nameNodes: [{ ...name, live: live.map(node), mounted: this.#mounted }], running };
  }

  /** A pod reports: with what its volume holds. Under the name of one with another volume it takes its place. */
  #comes(host: string, isNew: boolean): void {
    if (isNew || !this.volumes.has(host)) this.volumes.set(host, new Set());
    const before = this.#views.get(host);
    const isListed = this.#mounted.includes(host);
    const admin = isListed ? "decommissioned" : isNew ? "in-service" : (before?.admin ?? "in-service");
    this.#views.set(host, { admin, heardMs: this.#clock.now(), blocks: new Set(this.volumes.get(host)) });
  }

  #isUp(host: string): boolean {
    return this.kube.ready.has(ordinalOf(set, host) ?? -1);
  }

  #tick(): void {
    for (const [host, view] of this.#views) if (this.#isUp(host)) view.heardMs = this.#nowMs;
    this.#write();
    let copies = COPIES_A_TICK;
    for (let block = 0; block < this.#blocks; block++) {
      if (copies > 0 && this.#good(block).length < this.replication && this.#copy(block)) copies--;
    }
    this.#count();
    if (this.#ticks % 10 !== 0) return;
    for (const view of this.#views.values()) {
      if (
        view.admin === "decommissioning" &&
        [...view.blocks].every((one) => this.#good(one).length >= this.replication)
      )
        view.admin = "decommissioned";
    }
  }

  #alive(): [string, View][] {
    return [...this.#views].filter(([, view]) => this.#nowMs - view.heardMs < DEAD_MS);
  }

  /** Copies that HDFS relies on. */
  #good(block: number): readonly string[] {
    return this.#alive().flatMap(([host, view]) =>
      view.admin === "in-service" && view.blocks.has(block) ? [host] : [],
    );
  }

  #count(): void {
    const all = Array.from({ length: this.#blocks }, (_, block) => block);
    const underReplicated = all.filter((block) => this.#good(block).length < this.replication).length;
    const missing = all.filter((block) => !this.#alive().some(([, view]) => view.blocks.has(block))).length;
    this.#counted = { underReplicated, missing };
  }

  #store(block: number, host: string): void {
    this.volumes.get(host)?.add(block);
    this.#views.get(host)?.blocks.add(block);
  }

  #targets(block: number): readonly string[] {
    return this.#alive()
      .filter(([host, view]) => view.admin === "in-service" && this.#isUp(host) && !view.blocks.has(block))
      .map(([host]) => host);
  }

  #copy(block: number): boolean {
    const source = this.#alive().find(([host]) => this.#isUp(host) && this.volumes.get(host)?.has(block) === true);
    const [target] = this.#targets(block);
    if (source === undefined || target === undefined) return false;
    this.#store(block, target);
    return true;
  }

  /** A block is acknowledged when it has all its copies. */
  #write(): void {
    const targets = this.#targets(this.#blocks);
    if (targets.length < this.replication || this.#blocks >= MOST_BLOCKS) return;
    const start = this.#blocks % targets.length;
    const chosen = [...targets.slice(start), ...targets.slice(0, start)].slice(0, this.replication);
    for (const host of chosen) this.#store(this.#blocks, host);
    this.#blocks++;
  }

  /** Reads the mounted list. A name that the DNS does not know is ignored; whoever is not on it serves again. */
  #refresh(): void {
    this.pass();
    if (this.#clock.now() >= this.#mountMs) this.#mounted = this.list;
    for (const [host, view] of this.#alive()) {
      const ordinal = ordinalOf(set, host) ?? -1;
      const isKnown = this.kube.ready.has(ordinal) || this.kube.down.has(ordinal);
      if (isKnown && this.#mounted.includes(host)) {
        if (view.admin === "in-service") view.admin = view.blocks.size === 0 ? "decommissioned" : "decommissioning";
      } else if (view.admin !== "in-service") {
        view.admin = "in-service";
        this.#dropExcess(view);
      }
    }
  }

  /** HDFS deletes copies that are too many; which ones is its choice, so here it is the worst. */
  #dropExcess(back: View): void {
    for (const block of back.blocks) {
      const good = this.#good(block);
      for (const host of good.slice(0, Math.max(0, good.length - this.replication))) {
        this.#views.get(host)?.blocks.delete(block);
        if (this.#isUp(host)) this.volumes.get(host)?.delete(block);
      }
    }
  }
}
