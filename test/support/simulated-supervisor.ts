import { type PodSpec } from "../../components/runpod/render/pod-spec.ts";
import { type SignedStatus, statusMac } from "../../components/runpod/render/status-line.ts";
import type { PodPort } from "../../components/runpod/service.ts";
import type { RunningContainer } from "../../local/runpod/runner.ts";
import type { Inside } from "./simulated-container.ts";
import { simulatedDoor } from "./simulated-door.ts";
import type { Files } from "./simulated-volumes.ts";

const PULL_MS = 2_000;

/** One container with its command and a model of its supervisor (docs/pod-protocol.md). */
export class Supervisor implements RunningContainer {
  readonly inside: Inside;
  readonly task: PodSpec;
  private readonly dead = new AbortController();
  phase = "boot";
  private step = 0;
  status: SignedStatus | undefined;
  private stopping = false;
  readonly said: string[] = [];
  /** A second start opens no door. */
  private doorOpen = false;
  acknowledged = false;
  dataComplete = false;
  private startedAt = 0;
  /** By how much a pod dearer than allowed ends sooner. */
  private tooDearMs = 0;

  constructor(inside: Inside) {
    this.inside = inside;
    this.task = JSON.parse(inside.spec.env["TRAINYARD_SPEC"] ?? "{}") as PodSpec;
  }

  async live(): Promise<void> {
    const { clock, events, script } = this.inside;
    if (script.pullError !== undefined && this.inside.earlier < (script.failedPulls ?? Number.POSITIVE_INFINITY)) {
      events.failed(script.pullError);
      this.dead.abort();
      return;
    }
    await this.sleep(PULL_MS);
    if (this.isDead()) return;
    this.startedAt = clock.now();
    events.started();
    if (script.exitsAtOnce === true) {
      this.dead.abort();
      events.exited(127);
      return;
    }
    void this.beat();
    void this.measure();
    void this.guard();
    if (script.crashAfterSeconds !== undefined && this.inside.earlier === 0 && this.task.attempt === 1)
      void this.crash(script.crashAfterSeconds);
    if (this.earlierStart()) {
      this.endAgain();
      if (this.inside.spec.mount === undefined) await this.handOver(false);
    } else {
      const end = await this.work();
      if (this.isDead()) return;
      this.publish(end.reason, end.exitCode);
      if (end.reason !== "signal") await this.handOver(end.reason !== "exit" || end.exitCode !== 0);
    }
    await this.endPod();
  }

  async stop(graceSeconds: number): Promise<void> {
    if (graceSeconds > 0 && !this.isDead()) {
      this.stopping = true;
      await this.sleep(1_500);
    }
    this.dead.abort();
  }

  fetch(): Promise<Response> {
    return Promise.reject(new TypeError("nothing listens"));
  }

  /** The supervisor's door; undefined once the container is gone. */
  port(token: string, disk: Files): PodPort | undefined {
    return simulatedDoor(this, token, disk);
  }

  isOpen(): boolean {
    return !this.isDead() && this.doorOpen;
  }

  private isDead(): boolean {
    return this.dead.signal.aborted;
  }

  private sleep(ms: number): Promise<void> {
    return this.inside.clock.sleep(ms, this.dead.signal);
  }

  at(file: string): string {
    return `runs/${this.task.run}/a${this.task.attempt}/${file}`;
  }

  under(prefix: string): [string, string][] {
    return [...this.inside.disk].flatMap(([key, text]): [string, string][] =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), text]] : [],
    );
  }

  private say(text: string): void {
    if (this.isDead()) return;
    this.said.push(`${text}\n`);
    this.inside.events.log("container", text);
  }

  private earlierStart(): boolean {
    const { disk, spec, earlier } = this.inside;
    if (spec.mount === undefined) return earlier > 0;
    if (disk.has(this.at("marker.json"))) return true;
    disk.set(this.at("marker.json"), JSON.stringify({ podId: spec.podId }));
    return false;
  }

  private endAgain(): void {
    const kept = this.inside.disk.get(this.at("status.json"));
    if (kept !== undefined)
      this.say(`TRAINYARD ${JSON.stringify({ kind: "status", ...(JSON.parse(kept) as object) })}`);
    const status = this.signed("second-start", null);
    if (kept === undefined) this.inside.disk.set(this.at("status.json"), JSON.stringify(status));
    this.say(`TRAINYARD ${JSON.stringify({ kind: "status", ...status })}`);
  }

  private async beat(): Promise<void> {
    for (let seq = 1; !this.isDead(); seq++) {
      const { trainSeconds } = this.inside.script;
      const progress = this.step === 0 ? null : { step: this.step, totalSteps: trainSeconds, loss: 1 / this.step };
      const uptimeSeconds = (this.inside.clock.now() - this.startedAt) / 1000;
      const ts = new Date(this.inside.clock.now()).toISOString();
      this.say(
        `TRAINYARD ${JSON.stringify({ kind: "heartbeat", seq, ts, uptimeSeconds, phase: this.phase, progress })}`,
      );
      await this.sleep(this.task.heartbeatSeconds * 1000);
    }
  }

  /** The deadline, whatever the command does. */
  private async guard(): Promise<void> {
    const { task, inside } = this;
    const last = () => this.endMs() + task.afterDeadlineSeconds * 1000;
    while (!this.isDead() && inside.clock.now() < last())
      await this.sleep(Math.min(last() - inside.clock.now(), 5_000));
    if (!this.isDead()) await this.endPod();
  }

  private endMs(): number {
    return Math.min(this.task.deadline * 1000, this.startedAt + this.task.lifetimeSeconds * 1000) - this.tooDearMs;
  }

  /** Reads the pod's own price until RunPod tells it. */
  private async measure(): Promise<void> {
    const { maxUsdPerHour, lifetimeSeconds, afterDeadlineSeconds } = this.task;
    const { fetch, spec } = this.inside;
    while (!this.isDead() && maxUsdPerHour !== null) {
      const request = new Request(`${this.task.apiUrl}/pods/${spec.podId}`, { headers: this.headers() });
      const answer = await fetch(request).catch(() => undefined);
      if (answer?.ok === true) {
        const { cost } = (await answer.json()) as { cost: number };
        this.tooDearMs = (lifetimeSeconds + afterDeadlineSeconds) * 1000 * Math.max(0, 1 - maxUsdPerHour / cost);
        return;
      }
      await this.sleep(60_000);
    }
  }

  private headers(): Record<string, string> {
    return {
      Authorization: `Bearer ${this.inside.spec.env["RUNPOD_API_KEY"] ?? ""}`,
      "content-type": "application/json",
      "user-agent": "trainyard-pod/1",
    };
  }

  private async crash(seconds: number): Promise<void> {
    await this.sleep(seconds * 1000);
    if (this.isDead()) return;
    this.dead.abort();
    this.inside.events.exited(137);
  }

  private async work(): Promise<{ reason: string; exitCode: number | null }> {
    const { disk, clock, script, spec, commandStarts } = this.inside;
    const { task } = this;
    this.phase = "wait-data";
    this.doorOpen = true;
    const limit = clock.now() + task.dataWaitSeconds * 1000;
    while (!this.hasData()) {
      if (clock.now() >= limit) return { reason: "data-missing", exitCode: null };
      await this.sleep(1_000);
      if (this.isDead() || this.stopping) return { reason: "signal", exitCode: null };
    }
    this.phase = "run";
    commandStarts.push({ podId: spec.podId, run: task.run });
    const checkpoint = `runs/${task.run}/checkpoints/step`;
    this.step = Number(disk.get(checkpoint) ?? 0);
    while (this.step < script.trainSeconds) {
      await this.sleep(1_000);
      if (this.isDead()) return { reason: "signal", exitCode: null };
      this.step++;
      if (this.step % task.checkpointSeconds === 0) disk.set(checkpoint, String(this.step));
      const late = clock.now() >= this.endMs() - task.graceSeconds * 1000;
      if (!late && !this.stopping) continue;
      disk.set(checkpoint, String(this.step));
      return { reason: late ? "deadline" : "signal", exitCode: 143 };
    }
    return this.finish(script.exitCode(task.attempt));
  }

  private hasData(): boolean {
    const { dataByHttp, dataPath } = this.task;
    if (dataByHttp) return this.dataComplete;
    return dataPath === null || this.inside.disk.has(`${dataPath}/manifest.json`);
  }

  private finish(exitCode: number): { reason: string; exitCode: number } {
    const { disk, clock, spec, finishes } = this.inside;
    const { run, attempt } = this.task;
    disk.set(this.at("artifacts/metrics.json"), JSON.stringify({ steps: this.step, heldOutLoss: 0.5 }));
    disk.set(this.at("artifacts/model/weights.safetensors"), "weights");
    if (exitCode === 0) finishes.push({ run, attempt, podId: spec.podId, atMs: clock.now() });
    return { reason: "exit", exitCode };
  }

  private signed(reason: string, exitCode: number | null): SignedStatus {
    const startedAt = new Date(this.startedAt).toISOString();
    const finishedAt = new Date(this.inside.clock.now()).toISOString();
    const body = JSON.stringify({ name: this.task.name, exitCode, reason, startedAt, finishedAt });
    return { body, mac: statusMac(this.task.token, body) };
  }

  private publish(reason: string, exitCode: number | null): void {
    this.status = this.signed(reason, exitCode);
    this.inside.disk.set(this.at("status.json"), JSON.stringify(this.status));
    this.say(`TRAINYARD ${JSON.stringify({ kind: "status", ...this.status })}`);
  }

  private async handOver(failed: boolean): Promise<void> {
    this.phase = "handover";
    const { clock, disk } = this.inside;
    const { handoverSeconds, keepOnFailureSeconds } = this.task;
    const seconds = failed ? Math.max(handoverSeconds, keepOnFailureSeconds) : handoverSeconds;
    const limit = clock.now() + seconds * 1000;
    while (clock.now() < limit && !this.isDead() && !this.stopping) {
      if (this.acknowledged || disk.has(this.at("ack"))) return;
      await this.sleep(1_000);
    }
  }

  /** In a loop until the platform ends us. */
  private async endPod(): Promise<void> {
    this.phase = "ending";
    const { spec, fetch } = this.inside;
    const url = `${this.task.apiUrl}/pods/${spec.podId}`;
    const headers = this.headers();
    const ways = [
      () => new Request(`${url}/action`, { method: "POST", headers, body: JSON.stringify({ action: "terminate" }) }),
      () => new Request(url, { method: "DELETE", headers }),
    ];
    for (let n = 0; !this.isDead(); n++) {
      for (const way of ways) if (!this.isDead()) await fetch(way()).catch(() => undefined);
      await this.sleep(Math.min(1_000 * 2 ** Math.min(n, 6), 60_000));
    }
  }
}
