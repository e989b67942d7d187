import { Balance } from "./balance.ts";
import type { Clock } from "./clock.ts";
import { Containers } from "./containers.ts";
import type { EmulatorCore, EmulatorOptions, RequestEntry } from "./contract.ts";
import { FaultBook } from "./fault-book.ts";
import type { FaultRule } from "./faults.ts";
import { idOf } from "./ids.ts";
import { Lifecycle } from "./lifecycle.ts";
import { Logs } from "./logs.ts";
import { RateLimiter } from "./rate-limit.ts";
import type { AccountKeys, PodRecord, VolumeRecord } from "./records.ts";
import { RequestLog } from "./request-log.ts";
import type { ContainerRunner, RunningContainer } from "./runner.ts";
import { defaultSettings, type EmulatorSettings, type Overlay } from "./settings.ts";
import { State, type StockRule } from "./state.ts";
import { podUsage } from "./usage.ts";

/** Everything behind the HTTP layer, put together. */
export class Core implements EmulatorCore {
  readonly clock: Clock;
  readonly runner: ContainerRunner;
  settings: EmulatorSettings;
  readonly state: State;
  readonly logs: Logs;
  readonly balance: Balance;
  readonly containers: Containers;
  readonly lifecycle: Lifecycle;
  readonly faults = new FaultBook();
  readonly limiter: RateLimiter;
  readonly requestLog = new RequestLog();
  readonly #ended = new AbortController();
  readonly #bugs: string[] = [];
  readonly #startedAt: number;
  #requests = 0;
  /** Epoch milliseconds until which terminations are refused. */
  #refusesUntil = 0;

  constructor(options: EmulatorOptions) {
    const { clock, runner, store } = options;
    const settings = { ...defaultSettings, ...options.settings };
    this.clock = clock;
    this.#startedAt = clock.now();
    this.runner = runner;
    this.settings = settings;
    this.state = new State(store, settings, options.seed, (error) => this.bug(`state not saved: ${String(error)}`));
    const { state } = this;
    const logs = new Logs(clock, store, settings.logLines, (error) => this.bug(`log not saved: ${String(error)}`));
    this.logs = logs;
    this.balance = new Balance(clock, state, this.#ended.signal);
    this.containers = new Containers({ clock, runner, settings, state, logs });
    const { balance, containers } = this;
    this.lifecycle = new Lifecycle({ clock, runner, settings, state, logs, containers, balance });
    this.limiter = new RateLimiter(clock, settings.rateLimits);
  }

  get keys(): AccountKeys {
    return this.state.data.keys;
  }

  get overlay(): Overlay {
    return this.settings.overlay;
  }

  /** Aborted when the emulator stops. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  pods(): readonly PodRecord[] {
    return this.state.data.pods;
  }

  pod(id: string): PodRecord | undefined {
    return this.state.data.pods.find((one) => one.id === id && one.status !== "TERMINATED");
  }

  container(podId: string): RunningContainer | undefined {
    return this.containers.running(podId);
  }

  volumes(): readonly VolumeRecord[] {
    return this.state.data.volumes.filter((one) => one.deletedAt === null);
  }

  volume(id: string): VolumeRecord | undefined {
    return this.volumes().find((one) => one.id === id);
  }

  balanceUsd(): number {
    return this.balance.usd();
  }

  billed(podId: string): { seconds: number; usd: number } {
    const pod = this.state.data.pods.find((one) => one.id === podId);
    return pod === undefined ? { seconds: 0, usd: 0 } : podUsage(pod, 0, this.clock.now());
  }

  setBalance(usd: number): void {
    this.balance.set(usd);
  }

  setStock(change: StockRule): void {
    this.state.data.stock.push(change);
    this.state.changed();
  }

  setSecret(name: string, value: string): void {
    const { secrets } = this.state.data;
    const known = secrets.find((one) => one.name === name);
    if (known === undefined) secrets.push({ id: this.state.newId(), name, value });
    else known.value = value;
    this.state.changed();
  }

  setOverlay(overlay: Partial<Overlay>): void {
    this.settings = { ...this.settings, overlay: { ...this.settings.overlay, ...overlay } };
  }

  addFault(rule: FaultRule): string {
    return this.faults.add(rule);
  }

  clearFaults(): void {
    this.faults.clear();
  }

  randomFaults(seed: number, rate: number): void {
    this.faults.setRandom(seed, rate);
  }

  loseHost(podId: string): void {
    const pod = this.pod(podId);
    if (pod !== undefined) this.lifecycle.loseHost(pod);
  }

  refuseTermination(seconds: number): void {
    this.#refusesUntil = this.clock.now() + seconds * 1000;
  }

  get refusesTermination(): boolean {
    return this.clock.now() < this.#refusesUntil;
  }

  requests(): readonly RequestEntry[] {
    return this.requestLog.list();
  }

  clearRequests(): void {
    this.requestLog.clear();
  }

  /** Not the ids that are kept: no restart needs to know them. */
  newRequestId(): string {
    return idOf(`${this.state.data.seed}:request:${this.#startedAt}`, this.#requests++, 24);
  }

  bugs(): readonly string[] {
    return this.#bugs;
  }

  bug(text: string): void {
    if (!this.#bugs.includes(text)) this.#bugs.push(text); // a full disk is one, and not one a line
  }

  stop(): void {
    this.#ended.abort();
    this.lifecycle.letGo();
    this.state.flush();
  }
}
