import { drain } from "../../../../components/scale-in/drain.ts";
import { settle } from "../../../../components/scale-in/settle.ts";
import type { ScaleInWorld } from "../../../../components/scale-in/world.ts";
import { createSimulatedClock, type SimulatedClock } from "../../../support/simulated-clock.ts";
import { type Faults, Gate } from "./gate.ts";
import { SimulatedHBase } from "./hbase.ts";
import { SimulatedHdfs } from "./hdfs.ts";
import type { SimulatedKube } from "./kube.ts";
import { worldOf } from "./world.ts";

/** One `up` with this count. */
export interface Up {
  readonly to: number;
  /** Seconds after the one before it has ended. */
  readonly gapSeconds: number;
  readonly faults: Faults;
  /** Seconds from the drain to the StatefulSet: Pulumi's own way to it. */
  readonly waySeconds: number;
  readonly killAfterSeconds: number | undefined;
}

export interface Schedule {
  readonly kind: "hdfs" | "hbase";
  readonly start: number;
  readonly replication: number;
  readonly mountDelaySeconds: number;
  /** One move in so many fails; 0 for none. */
  readonly failEvery: number;
  readonly ups: readonly Up[];
  /** A second run beside the others. */
  readonly rival: (Up & { readonly atSeconds: number }) | undefined;
  readonly breaks: readonly { readonly ordinal: number; readonly atSeconds: number; readonly forSeconds: number }[];
  readonly last: number;
}

export interface Course {
  readonly world: SimulatedHdfs | SimulatedHBase;
  readonly kube: SimulatedKube;
  /** What must never be, each with what was seen. */
  readonly broken: readonly string[];
  /** How each run ended. */
  readonly ends: readonly string[];
  readonly lines: readonly string[];
}

/** From the last mending to the last run: blocks are counted again, copied where they lack copies, also those ordered in vain. */
const MENDED_SECONDS = 300;

/** Plays a schedule to its end: at last, with everything mended, an `up` that nothing disturbs. */
export async function play(schedule: Schedule): Promise<Course> {
  const clock = createSimulatedClock(Date.UTC(2026, 0, 1));
  const { kind, start, replication, mountDelaySeconds, failEvery } = schedule;
  const world =
    kind === "hdfs"
      ? new SimulatedHdfs(clock, start, replication, mountDelaySeconds * 1000)
      : new SimulatedHBase(clock, start, failEvery);
  const stage = new Stage(clock, world, replication);
  await clock.run(stage.play(schedule));
  return { world, kube: world.kube, broken: stage.broken, ends: stage.ends, lines: stage.lines };
}

class Stage {
  readonly broken: string[] = [];
  readonly ends: string[] = [];
  readonly lines: string[] = [];
  readonly #clock: SimulatedClock;
  readonly #world: SimulatedHdfs | SimulatedHBase;
  readonly #replication: number;
  #runs = 0;
  /** Replicas in Pulumi's state. */
  #recorded: number;

  constructor(clock: SimulatedClock, world: SimulatedHdfs | SimulatedHBase, replication: number) {
    this.#clock = clock;
    this.#recorded = world.kube.replicas;
    this.#world = world;
    this.#replication = replication;
  }

  async play({ ups, rival, breaks, last }: Schedule): Promise<void> {
    const seconds = (count: number) => this.#clock.sleep(count * 1000);
    const beside = [
      ...breaks.map(async ({ ordinal, atSeconds, forSeconds }) => {
        await seconds(atSeconds);
        this.#break(ordinal);
        await seconds(forSeconds);
        this.#mend(ordinal);
      }),
      ...(rival === undefined ? [] : [seconds(rival.atSeconds).then(() => this.#up(rival))]),
    ];
    for (const up of ups) {
      await this.#up(up);
      await seconds(up.gapSeconds);
    }
    await Promise.all(beside);
    for (let ordinal = 0; ordinal < 16; ordinal++) this.#mend(ordinal);
    await seconds(MENDED_SECONDS);
    await this.#up({ to: last, gapSeconds: 0, faults: {}, waySeconds: 4, killAfterSeconds: undefined });
  }

  #break(ordinal: number): void {
    if (this.#world instanceof SimulatedHBase) this.#world.break(ordinal);
    else {
      this.#world.pass();
      this.#world.kube.breakPod(ordinal);
    }
  }

  #mend(ordinal: number): void {
    this.#world.pass();
    this.#world.kube.mendPod(ordinal);
  }

  async #up({ to, faults, waySeconds, killAfterSeconds }: Up): Promise<void> {
    const gate = new Gate(this.#clock, faults);
    const me = `run-${++this.#runs}`;
    if (killAfterSeconds !== undefined) void this.#clock.sleep(killAfterSeconds * 1000).then(() => gate.kill());
    // Pulumi writes a StatefulSet that is to change, and none that is as it should be.
    const changes = this.#recorded !== to || this.#world.kube.replicas !== to;
    try {
      const world = this.#worldOf(gate, me);
      await drain(world, to);
      // It may be killed on its way.
      await this.#clock.sleep(waySeconds * 1000);
      if (gate.signal.aborted) throw new Error("killed before the StatefulSet");
      if (changes) this.#scale(me, to);
      await settle(world, to);
      this.ends.push("done");
    } catch (error) {
      this.ends.push(String(error));
    }
    gate.kill();
  }

  #worldOf(gate: Gate, me: string): ScaleInWorld {
    const say = (line: string): void => this.#say(me, line);
    return { ...worldOf(this.#world, this.#clock, gate, me, this.#replication), say };
  }

  #say(me: string, line: string): void {
    this.lines.push(`${new Date(this.#clock.now()).toISOString()} ${me} ${line}`);
  }

  #scale(me: string, to: number): void {
    const { kube } = this.#world;
    this.#world.pass();
    this.#say(me, `scales from ${kube.replicas} to ${to}`);
    if (to < kube.replicas) {
      const what =
        this.#world instanceof SimulatedHdfs
          ? this.#world.lacking(to).map((block) => `block ${block} lacks copies on nodes that stay`)
          : this.#world.left(to).map((host) => `${host} goes with regions`);
      this.broken.push(...what.map((one) => `${me} goes to ${to}: ${one}`));
    }
    kube.scale(to);
    this.#recorded = to;
  }
}
