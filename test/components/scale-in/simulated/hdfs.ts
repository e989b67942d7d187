import type { Clock } from "../../../../components/lib/clock.ts";
import type { DataNodeFacts, HdfsFacts, HdfsPort } from "../../../../components/scale-in/data-nodes/facts.ts";
import { hostOf, ordinalOf } from "../../../../components/scale-in/nodes.ts";
import type { Gate } from "./gate.ts";
import { set, SimulatedKube } from "./kube.ts";

const TICK_MS = 3000;
/** Silence after which a node is shown as dead; the NameNode forgets it at its next round. */
const DEAD_MS = 630_000;
const TICKS_A_ROUND = 10;
const COPIES_A_TICK = 3;
/** For a copy from its order to its report; one that did not come is ordered again later. */
const COPY_MS = 20_000;
const COPY_AGAIN_MS = 120_000;
/** What the writer writes at most. */
const MOST_BLOCKS = 40;

/** What the NameNode believes of a node; it learns of its end only by silence. */
interface View {
  readonly host: string;
  /** The pod of this name is another one now, with another address and an empty volume. */
  former: boolean;
  /** Its copies count no more. */
  forgotten: boolean;
  admin: "in-service" | "decommissioning" | "decommissioned";
  heardMs: number;
  blocks: Set<number>;
}

/** A copy that is ordered. Its block is none that lacks copies. */
interface Order {
  readonly block: number;
  readonly source: string;
  readonly target: string;
  readonly comesMs: number;
  readonly endsMs: number;
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
  readonly #views: View[] = [];
  readonly #clock: Clock;
  #nowMs: number;
  #ticks = 0;
  #counted = { underReplicated: 0, pending: 0, missing: 0 };
  #orders: readonly Order[] = [];
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
    return this.#viewOf(hostOf(set, ordinal))?.admin ?? "unknown";
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
    const isDead = (view: View) => now - view.heardMs >= DEAD_MS;
    const node = ({ host, admin, heardMs, blocks }: View): DataNodeFacts => ({
      host,
      adminState: admin,
      silentSeconds: (now - heardMs) / 1000,
      usedBytes: blocks.size * 1024 ** 2,
      remainingBytes: 1024 ** 4,
      capacityBytes: 1024 ** 4,
    });
    // A bean has one entry a name: of namesakes one is hidden, and which one is chance.
    const shown = (views: readonly View[]) => {
      const ordered = this.#ticks % 2 === 0 ? views : views.toReversed();
      return [...new Map(ordered.map((view) => [view.host, view])).values()];
    };
    const alive = this.#views.filter((view) => !isDead(view));
    const live = shown(alive).map(node);
    const dead = shown(this.#views.filter(isDead)).map(node);
    const name = { name: "store-name-0", active: true, safeMode: false, recounting: false, ...this.#counted };
    const inService = (nodes: readonly { readonly admin: string }[]) =>
      nodes.filter(({ admin }) => admin === "in-service").length;
    const hidden = { hidden: alive.length - live.length, hiddenInService: inService(alive) - inService(shown(alive)) };
    const nodes = { live, ...hidden, dead, mounted: this.#mounted };
    const running = [...this.kube.ready].map((ordinal) => hostOf(set, ordinal));
    return { excluded: this.list, nameNodes: [{ ...name, ...nodes }], running };
  }

  /** The node that reports under this name now. */
  #viewOf(host: string): View | undefined {
    return this.#views.find((view) => view.host === host && !view.former);
  }

  /** A pod reports: with what its volume holds. One with another volume is another node, beside that which had its name. */
  #comes(host: string, isNew: boolean): void {
    if (isNew || !this.volumes.has(host)) this.volumes.set(host, new Set());
    const before = this.#viewOf(host);
    const isListed = this.#mounted.includes(host);
    const admin = isListed ? "decommissioned" : isNew ? "in-service" : (before?.admin ?? "in-service");
    const blocks = new Set(this.volumes.get(host));
    const heardMs = this.#clock.now();
    if (before !== undefined && !isNew) Object.assign(before, { admin, heardMs, blocks, forgotten: false });
    else {
      if (before !== undefined) before.former = true;
      this.#views.push({ host, former: false, forgotten: false, admin, heardMs, blocks });
    }
  }

  #isUp(host: string): boolean {
    return this.kube.ready.has(ordinalOf(set, host) ?? -1);
  }

  #tick(): void {
    for (const view of this.#views) if (!view.former && this.#isUp(view.host)) view.heardMs = this.#nowMs;
    this.#write();
    this.#bring();
    let copies = COPIES_A_TICK;
    for (let block = 0; block < this.#blocks; block++)
      if (copies > 0 && this.#lacks(block) && this.#order(block)) copies--;
    this.#count();
    if (this.#ticks % TICKS_A_ROUND !== 0) return;
    for (const view of this.#views) {
      if (this.#nowMs - view.heardMs >= DEAD_MS) view.forgotten = true;
      if (
        view.admin === "decommissioning" &&
        [...view.blocks].every((one) => this.#good(one).length >= this.replication)
      )
        view.admin = "decommissioned";
    }
  }

  #alive(): readonly View[] {
    return this.#views.filter((view) => !view.forgotten);
  }

  /** Copies that HDFS relies on. */
  #good(block: number): readonly View[] {
    return this.#alive().filter((view) => view.admin === "in-service" && view.blocks.has(block));
  }

  #count(): void {
    const all = Array.from({ length: this.#blocks }, (_, block) => block);
    const underReplicated = all.filter((block) => this.#lacks(block)).length;
    const pending = new Set(this.#orders.map(({ block }) => block)).size;
    const missing = all.filter((block) => !this.#alive().some((view) => view.blocks.has(block))).length;
    this.#counted = { underReplicated, pending, missing };
  }

  #store(block: number, host: string): void {
    this.volumes.get(host)?.add(block);
    this.#viewOf(host)?.blocks.add(block);
  }

  #targets(block: number): readonly string[] {
    return this.#alive()
      .filter((view) => view.admin === "in-service" && this.#serves(view) && !view.blocks.has(block))
      .map(({ host }) => host);
  }

  #serves(view: View): boolean {
    return !view.former && this.#isUp(view.host);
  }

  /** Whether copies of it are still to be ordered. */
  #lacks(block: number): boolean {
    return this.#good(block).length + this.#orders.filter((one) => one.block === block).length < this.replication;
  }

  #order(block: number): boolean {
    const source = this.#alive().find((view) => this.#serves(view) && this.volumes.get(view.host)?.has(block) === true);
    const ordered = this.#orders.filter((one) => one.block === block).map(({ target }) => target);
    const target = this.#targets(block).find((host) => !ordered.includes(host));
    if (source === undefined || target === undefined) return false;
    const times = { comesMs: this.#nowMs + COPY_MS, endsMs: this.#nowMs + COPY_AGAIN_MS };
    this.#orders = [...this.#orders, { block, source: source.host, target, ...times }];
    return true;
  }

  /** Copies come where both sides are up in time; an order that was in vain counts until it is given again. */
  #bring(): void {
    const came = this.#orders.filter(
      ({ block, source, target, comesMs }) =>
        comesMs <= this.#nowMs &&
        this.#isUp(source) &&
        this.#isUp(target) &&
        this.volumes.get(source)?.has(block) === true,
    );
    for (const { block, target } of came) this.#store(block, target);
    this.#orders = this.#orders.filter((one) => !came.includes(one) && one.endsMs > this.#nowMs);
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

  /**
   * Reads the mounted list. A name stands for the address that the DNS has for it now, and one that it does not know for none;
   * whoever is not on the list serves again.
   */
  #refresh(): void {
    this.pass();
    if (this.#clock.now() >= this.#mountMs) this.#mounted = this.list;
    for (const view of this.#alive()) {
      const ordinal = ordinalOf(set, view.host) ?? -1;
      const isKnown = !view.former && (this.kube.ready.has(ordinal) || this.kube.down.has(ordinal));
      if (isKnown && this.#mounted.includes(view.host)) {
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
      const good = [...this.#good(block)].sort((a, b) => Number(this.#serves(b)) - Number(this.#serves(a)));
      for (const view of good.slice(0, Math.max(0, good.length - this.replication))) {
        view.blocks.delete(block);
        if (this.#serves(view)) this.volumes.get(view.host)?.delete(block);
      }
    }
  }
}
