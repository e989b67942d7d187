import type { Clock } from "../../../../components/lib/clock.ts";
import { hostOf, ordinalOf } from "../../../../components/scale-in/nodes.ts";
import type { HBaseFacts, HBasePort } from "../../../../components/scale-in/region-servers/facts.ts";
import type { Gate } from "./gate.ts";
import { set, SimulatedKube } from "./kube.ts";

interface Server {
  readonly name: string;
  draining: boolean;
  readonly regions: Set<number>;
}

const TICK_MS = 1000;
const REGIONS = 12;
/** Until the master takes notice of a server's end. */
const NOTICE_MS = 30_000;

/** HBase with one master, as far as leaving servers are concerned: a drain moves each region once, and some moves fail. */
export class SimulatedHBase {
  readonly kube: SimulatedKube;
  balancer = true;
  readonly servers = new Map<string, Server>();
  /** Regions on their way, with where they go and when they are there. */
  readonly #moving = new Map<number, { readonly to: string; readonly atMs: number }>();
  /** Servers that ended, and regions that wait until this is noticed. */
  readonly #ended: { readonly atMs: number; readonly regions: readonly number[] }[] = [];
  readonly #clock: Clock;
  #nowMs: number;
  #starts = 0;
  #moves = 0;
  readonly #failEvery: number;

  constructor(clock: Clock, replicas: number, failEvery: number) {
    this.#clock = clock;
    this.#nowMs = clock.now();
    this.#failEvery = failEvery;
    this.kube = new SimulatedKube(
      replicas,
      (host) => this.#comes(host),
      (host) => this.ends(host),
    );
    const all = [...this.servers.values()];
    for (let region = 0; region < REGIONS; region++) all[region % all.length]?.regions.add(region);
  }

  /** Servers that go and still hold regions, or get some. */
  left(to: number): readonly string[] {
    const isLeaver = (host: string) => (ordinalOf(set, host) ?? to) >= to;
    const holding = [...this.servers].filter(([, { regions }]) => regions.size > 0).map(([host]) => host);
    return [...holding, ...[...this.#moving.values()].map(({ to: host }) => host)].filter(isLeaver);
  }

  ends(host: string): void {
    const server = this.servers.get(host);
    if (server === undefined) return;
    this.servers.delete(host);
    const arriving = [...this.#moving].filter(([, move]) => move.to === host).map(([region]) => region);
    for (const region of arriving) this.#moving.delete(region);
    this.#ended.push({ atMs: this.#clock.now() + NOTICE_MS, regions: [...server.regions, ...arriving] });
  }

  break(ordinal: number): void {
    this.kube.breakPod(ordinal);
    this.ends(hostOf(set, ordinal));
  }

  port(gate: Gate): HBasePort {
    return {
      observe: () => gate.pass(() => this.#look()),
      drain: (names) => gate.pass(() => this.#drain(names)),
      recommission: (names) =>
        gate.pass(() => {
          for (const server of this.servers.values()) if (names.includes(server.name)) server.draining = false;
        }),
      balance: (on) => gate.pass(() => void (this.balancer = on)),
    };
  }

  pass(): void {
    while (this.#nowMs + TICK_MS <= this.#clock.now()) {
      this.#nowMs += TICK_MS;
      this.#tick();
    }
  }

  #look(): HBaseFacts {
    this.pass();
    const lost = this.#ended.reduce((sum, { regions }) => sum + regions.length, 0);
    const servers = [...this.servers].map(([host, { name, draining, regions }]) => ({
      ...{ name, host, draining, regions: regions.size },
    }));
    const regionsInTransition = this.#moving.size + lost;
    return { activeMaster: "queen-0,16000,1", servers, regionsInTransition, balancer: this.balancer };
  }

  #comes(host: string): void {
    if (this.servers.has(host)) return;
    this.servers.set(host, { name: `${host},16020,${++this.#starts}`, draining: false, regions: new Set() });
  }

  #destinations(): readonly string[] {
    return [...this.servers].filter(([, { draining }]) => !draining).map(([host]) => host);
  }

  #send(region: number, delayMs: number): boolean {
    const hosts = this.#destinations();
    const to = hosts[this.#moves++ % Math.max(1, hosts.length)];
    if (to === undefined) return false;
    this.#moving.set(region, { to, atMs: this.#nowMs + delayMs });
    return true;
  }

  #drain(names: readonly string[]): void {
    this.pass();
    const going = [...this.servers.values()].filter(({ name }) => names.includes(name));
    for (const server of going) server.draining = true;
    for (const server of going) {
      for (const region of [...server.regions]) {
        const isFailed = this.#failEvery > 0 && this.#moves % this.#failEvery === 0;
        if (isFailed) this.#moves++;
        else if (this.#send(region, 2000 + (region % 5) * 3000)) server.regions.delete(region);
      }
    }
  }

  #tick(): void {
    for (const [region, { to, atMs }] of [...this.#moving]) {
      if (atMs > this.#nowMs) continue;
      this.#moving.delete(region);
      this.servers.get(to)?.regions.add(region);
    }
    const due = this.#ended.filter(({ atMs }) => atMs <= this.#nowMs);
    for (const one of due) {
      if (this.#destinations().length === 0) continue;
      this.#ended.splice(this.#ended.indexOf(one), 1);
      for (const region of one.regions) this.#send(region, 5000);
    }
  }
}
