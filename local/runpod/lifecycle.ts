import type { Balance } from "./balance.ts";
import type { Clock } from "./clock.ts";
import { volumeDiskId, type Containers } from "./containers.ts";
import type { Logs } from "./logs.ts";
import { actionsOf } from "./pod-view.ts";
import { runningDiskUsdPerHour, stoppedDiskUsdPerHour } from "./prices.ts";
import { conflictProblem, Problem, texts } from "./problem.ts";
import type { PodRecord, PodStatus } from "./records.ts";
import type { ContainerRunner } from "./runner.ts";
import type { EmulatorSettings } from "./settings.ts";
import type { State } from "./state.ts";
import { levelOf } from "./stock.ts";

export interface LifecycleParts {
  readonly clock: Clock;
  readonly runner: ContainerRunner;
  readonly settings: EmulatorSettings;
  readonly state: State;
  readonly logs: Logs;
  readonly containers: Containers;
  readonly balance: Balance;
}

/** The pod as a state machine: what moves it from status to status, and what is billed meanwhile. */
export class Lifecycle {
  readonly #parts: LifecycleParts;
  /** Aborted when a pod leaves the course that its timers belong to. */
  readonly #courses = new Map<string, AbortController>();

  constructor(parts: LifecycleParts) {
    this.#parts = parts;
    parts.balance.onZero((running) => this.#outOfMoney(running));
  }

  /** Takes a new record, PROVISIONING and billed from now on. */
  async create(pod: PodRecord): Promise<void> {
    const { state, runner, logs } = this.#parts;
    if (pod.mounts.persistent !== undefined) await runner.volume.create(volumeDiskId(pod.id));
    state.data.pods.push(pod);
    logs.append(pod.id, "system", "pod created, looking for its machine");
    this.#bill(pod, "running");
    this.#launch(pod);
    this.#armHostLoss(pod);
  }

  /** After a restart of the emulator: goes on where each pod was. */
  async resume(): Promise<void> {
    const { state, containers, balance } = this.#parts;
    for (const pod of state.data.pods) {
      if (pod.status !== "RUNNING" && pod.hasContainer) await containers.sweep(pod);
      if (pod.status === "TERMINATED") continue;
      this.#armHostLoss(pod);
      if (pod.status === "PROVISIONING" || pod.status === "STARTING") this.#launch(pod);
      else if (pod.status === "RUNNING" && pod.faults.neverReady !== true) {
        this.#newCourse(pod);
        await containers.adopt(pod);
      }
    }
    balance.watch();
  }

  /** Throws Problem: 409 where the status does not allow it, 400 and 402 for a start. Not for terminate. */
  act(pod: PodRecord, action: "start" | "stop" | "restart"): void {
    if (!actionsOf[pod.status].includes(action))
      throw conflictProblem(`cannot ${action} a pod in status ${pod.status}`);
    if (pod.locked && action !== "start") throw conflictProblem(`pod is locked: cannot ${action} it`);
    if (action === "start") this.#start(pod);
    else if (action === "stop") this.#stop(pod, "EXITED", this.#parts.settings.stopGraceSeconds);
    else this.reset(pod);
  }

  /** A new container on a fresh disk. */
  reset(pod: PodRecord): void {
    if (!["PROVISIONING", "STARTING", "RUNNING"].includes(pod.status)) return;
    void this.#parts.containers.stop(pod.id, this.#parts.settings.stopGraceSeconds);
    this.#set(pod, "STARTING");
    this.#bill(pod, "running");
    this.#launch(pod);
  }

  /** Final. Billing ends now, the container within the grace time; the log is gone. */
  terminate(pod: PodRecord): void {
    const { clock, settings, containers, logs, runner } = this.#parts;
    if (pod.status === "TERMINATED") throw conflictProblem("pod is already terminated");
    this.#leaveCourse(pod);
    this.#courses.get(hostTimer(pod))?.abort();
    this.#set(pod, "TERMINATED");
    pod.terminatedAt = clock.now();
    this.#bill(pod, "off");
    const gone = containers.stop(pod.id, settings.stopGraceSeconds);
    logs.remove(pod.id);
    if (pod.mounts.persistent !== undefined)
      void gone.then(() => runner.volume.remove(volumeDiskId(pod.id))).catch(() => undefined);
  }

  /** The machine is gone: no grace, no more compute to pay, and the pod cannot start there again. */
  loseHost(pod: PodRecord): void {
    if (pod.status === "TERMINATED" || pod.hostLost) return;
    pod.hostLost = true;
    this.#stop(pod, this.#parts.settings.hostLossStatus, 0);
    this.#parts.logs.append(pod.id, "system", "machine is unreachable");
  }

  /** Ends all timers, no container. */
  letGo(): void {
    for (const course of this.#courses.values()) course.abort();
    this.#parts.containers.letGo();
  }

  #start(pod: PodRecord): void {
    const { state, balance } = this.#parts;
    const { gpu, dataCenterId } = pod;
    const level =
      gpu === undefined || dataCenterId === null ? "HIGH" : levelOf(state.data.stock, gpu.id, pod.cloud, dataCenterId);
    if (pod.hostLost || level === "NONE") throw new Problem(400, texts.startCapacity);
    if (balance.usd() < pod.usdPerHour) throw new Problem(402, "insufficient balance");
    this.#set(pod, "STARTING");
    this.#bill(pod, "running");
    this.#launch(pod);
  }

  #stop(pod: PodRecord, status: PodStatus, graceSeconds: number): void {
    this.#leaveCourse(pod);
    this.#set(pod, status);
    this.#bill(pod, "stopped");
    void this.#parts.containers.stop(pod.id, graceSeconds);
  }

  /** From PROVISIONING or STARTING to the first container. RUNNING comes before the container does, as on the service. */
  #launch(pod: PodRecord): void {
    const { clock, settings, containers } = this.#parts;
    const { signal } = this.#newCourse(pod);
    const isOver = () => signal.aborted;
    pod.runtimeVisibleAt = null;
    const steps = async () => {
      if (pod.status === "PROVISIONING") {
        await clock.sleep(settings.provisioningSeconds * 1000, signal);
        if (isOver()) return;
        this.#set(pod, "STARTING");
      }
      await clock.sleep(settings.startingSeconds * 1000, signal);
      if (isOver()) return;
      this.#set(pod, "RUNNING");
      if (pod.faults.slowStartSeconds !== undefined) await clock.sleep(pod.faults.slowStartSeconds * 1000, signal);
      if (isOver() || pod.faults.neverReady === true) return;
      containers.start(pod);
    };
    void steps();
  }

  #armHostLoss(pod: PodRecord): void {
    const { clock } = this.#parts;
    const at = pod.faults.hostLossAt;
    if (at === undefined || pod.hostLost) return;
    const ended = new AbortController();
    this.#courses.set(hostTimer(pod), ended);
    void clock.sleep(Math.max(0, at - clock.now()), ended.signal).then(() => {
      if (!ended.signal.aborted) this.loseHost(pod);
    });
  }

  /** With a volume: stopped. Without: terminated. */
  #outOfMoney(running: readonly PodRecord[]): void {
    for (const pod of running) {
      if (pod.status === "TERMINATED") continue;
      if (pod.mounts.network === undefined || pod.mounts.network.length === 0) this.terminate(pod);
      else this.#stop(pod, "EXITED", this.#parts.settings.stopGraceSeconds);
    }
  }

  #newCourse(pod: PodRecord): AbortController {
    this.#courses.get(pod.id)?.abort();
    const course = new AbortController();
    this.#courses.set(pod.id, course);
    return course;
  }

  #leaveCourse(pod: PodRecord): void {
    this.#courses.get(pod.id)?.abort();
    this.#courses.delete(pod.id);
  }

  #set(pod: PodRecord, status: PodStatus): void {
    pod.status = status;
    if (status !== "RUNNING") pod.runtimeVisibleAt = null;
    this.#parts.state.changed();
  }

  /** Closes the open interval and, where there is something to pay, opens the next. */
  #bill(pod: PodRecord, as: "running" | "stopped" | "off"): void {
    const { clock, settings, state, balance } = this.#parts;
    const now = clock.now();
    const open = pod.intervals.at(-1);
    if (open?.to === null) open.to = now;
    const disk =
      as === "running"
        ? runningDiskUsdPerHour(settings, pod.diskGb, pod.mounts)
        : stoppedDiskUsdPerHour(settings, pod.mounts);
    const compute = as === "running" ? pod.usdPerHour : 0;
    if (as !== "off" && compute + disk > 0) {
      const kind = pod.cpu === undefined ? "gpu" : "cpu";
      pod.intervals.push({ from: now, to: null, kind, computeUsdPerHour: compute, diskUsdPerHour: disk });
    }
    state.changed();
    balance.watch();
  }
}

/** Key of the timer that takes the host away: it outlives stops and starts. */
const hostTimer = (pod: PodRecord): string => `${pod.id} host`;
