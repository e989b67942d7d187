import { RunpodError } from "../failures.ts";
import { reserveSeconds } from "../../training-job/plan.ts";
import { type Attempt, costsNow, deadlineMs, isTooDear, spentUsdNow, tellMoney } from "./attempt.ts";
import { askEndNow, lastWord } from "./last-word.ts";
import { hourUsd } from "./ledger.ts";
import type { LogStream } from "./log-stream.ts";
import { minuteLine } from "./minute-line.ts";
import { JobError } from "./outcome.ts";
import { pause } from "./pause.ts";
import { PodView } from "./pod-view.ts";
import { pullComplaint } from "./pull.ts";
import { sweepStrays } from "./strays.ts";
import { timing } from "./timing.ts";
import type { Verdict } from "./verdict.ts";

/** Cents are kept back for the time that the order to terminate takes. */
const ENDING_SECONDS = 15;

/** Watches one pod: `ready` waits for its first sign of life, `end` for a reason to end it. Everything is looked at in both. */
export class Watch {
  private readonly attempt: Attempt;
  private readonly stream: LogStream;
  private readonly view: PodView;
  private readonly dueAt = new Map<string, number>();
  private readyAt: number | undefined;
  private reconnectedAt = 0;

  constructor(attempt: Attempt, stream: LogStream) {
    this.attempt = attempt;
    this.stream = stream;
    this.view = new PodView(attempt);
    // The phase has just been told, so the first line is due in a minute.
    this.dueAt.set("line", attempt.world.clock.now() + timing.lineMs);
  }

  /** Undefined once the container runs; a verdict when it will not. `untilMs`: provisioning deadline, epoch milliseconds. */
  async ready(untilMs: number): Promise<Verdict | undefined> {
    const { world } = this.attempt;
    for (;;) {
      const verdict = await this.step(timing.readyLookMs);
      if (verdict !== undefined) return verdict;
      if (this.view.ready || this.stream.signs.heartbeat !== undefined) {
        this.readyAt = world.clock.now();
        return undefined;
      }
      if (world.clock.now() >= untilMs && this.view.answered)
        return { kind: "not-ready", pullTrouble: this.stream.signs.pulls.why };
      await pause(world, timing.tickMs);
    }
  }

  async end(): Promise<Verdict> {
    this.readyAt ??= this.attempt.world.clock.now();
    for (;;) {
      const verdict = (await this.step(timing.lookMs)) ?? (await this.overdue());
      if (verdict !== undefined) return verdict;
      await pause(this.attempt.world, timing.tickMs);
    }
  }

  /** One beat: what the log says, then what RunPod and the volume say when it is their turn. */
  private async step(lookMs: number): Promise<Verdict | undefined> {
    const { signs } = this.stream;
    this.stream.check();
    await this.stream.flush();
    if (signs.end !== undefined) return { kind: "end", end: await this.decisive() };
    await this.tellPull();
    if (signs.pulls.refused !== undefined && signs.heartbeat === undefined)
      return { kind: "pull-failed", line: signs.pulls.refused };
    const limit = this.limit();
    if (limit !== undefined) return limit;
    if (this.isDue("look", lookMs)) {
      const verdict = await this.looked();
      if (verdict !== undefined) return verdict;
    }
    if (this.isDue("status", timing.statusLookMs)) signs.addEnd(await askEndNow(this.attempt));
    if (this.isDue("strays", timing.strayLookMs)) await sweepStrays(this.attempt);
    if (this.isDue("money", timing.moneyMs)) await tellMoney(this.attempt);
    if (this.isDue("line", timing.lineMs)) this.attempt.world.log(minuteLine(signs, costsNow(this.attempt)));
    return undefined;
  }

  /** A pod whose image cannot be pulled is billed all the same: the person must not find that in a file. */
  private async tellPull(): Promise<void> {
    const { folder, job } = this.attempt;
    const line = this.stream.signs.pulls.news();
    if (line === undefined) return;
    await folder.complain("warning", pullComplaint(line, { name: folder.record.name, image: job.image }));
  }

  /** A second start may only tell that the first one had ended: then the volume knows how. */
  private async decisive() {
    const { signs } = this.stream;
    if (signs.end?.reason === "second-start") {
      const known = await lastWord(this.attempt);
      if (known !== "unreadable") signs.addEnd(known);
    }
    const { end } = signs;
    if (end === undefined) throw new Error("no end");
    return end;
  }

  private async looked(): Promise<Verdict | undefined> {
    const verdict = await this.lookAtPod();
    if (verdict?.kind !== "gone") return verdict ?? this.restartLoop();
    await this.stream.flush();
    if (this.stream.signs.end !== undefined) return { kind: "end", end: await this.decisive() };
    const end = await lastWord(this.attempt);
    if (end === "unreadable") throw this.unknownEnd();
    return end === undefined ? verdict : { kind: "end", end };
  }

  private async lookAtPod(): Promise<Verdict | undefined> {
    try {
      return await this.view.look();
    } catch (error) {
      if (!(error instanceof RunpodError)) throw error;
      return undefined;
    }
  }

  private restartLoop(): Verdict | undefined {
    const silent = this.stream.signs.heartbeat === undefined;
    return silent && this.view.restarts >= timing.restartLimit
      ? { kind: "restart-loop", starts: this.view.restarts + 1 }
      : undefined;
  }

  /** Price, as the answer to the create told it; money and time, which the pod keeps too: this is for a pod that does not. */
  private limit(): Verdict | undefined {
    const { job, folder, world } = this.attempt;
    const { hourlyUsd } = folder.record;
    if (hourlyUsd !== null && isTooDear(job, hourlyUsd)) return { kind: "over-price", usdPerHour: hourlyUsd };
    const ending = (ENDING_SECONDS * hourUsd(job, hourlyUsd)) / 3600;
    if (spentUsdNow(this.attempt) + ending > job.maxUsd) return { kind: "over-budget" };
    const last = deadlineMs(job, folder.record) + (reserveSeconds(job) - ENDING_SECONDS) * 1000;
    return world.clock.now() >= last ? { kind: "deadline" } : undefined;
  }

  private async overdue(): Promise<Verdict | undefined> {
    const { job, world } = this.attempt;
    const { signs } = this.stream;
    const now = world.clock.now();
    const stallMs = job.stallSeconds === null ? undefined : job.stallSeconds * 1000 + timing.stallSlackMs;
    if (stallMs !== undefined && signs.progressAt !== undefined && now - signs.progressAt > stallMs && this.beats(now))
      return { kind: "stalled" };
    // A log that cannot be read is no sign of a silent pod, so a broken stream starts the count anew.
    const since = Math.max(signs.heartbeatAt ?? 0, this.readyAt ?? 0, this.stream.brokenAt);
    const silentMs = now - since;
    if (silentMs > timing.silenceMs) {
      const end = await lastWord(this.attempt);
      if (end === "unreadable") return undefined;
      return end === undefined ? { kind: "silent", seconds: Math.round(silentMs / 1000) } : { kind: "end", end };
    }
    if (silentMs > timing.silenceMs / 3 && this.reconnectedAt < since) {
      this.reconnectedAt = now;
      this.stream.reconnect();
    }
    return undefined;
  }

  private beats(now: number): boolean {
    return now - (this.stream.signs.heartbeatAt ?? 0) < timing.silenceMs / 3;
  }

  private isDue(what: string, everyMs: number): boolean {
    const now = this.attempt.world.clock.now();
    if (now < (this.dueAt.get(what) ?? 0)) return false;
    this.dueAt.set(what, now + everyMs);
    return true;
  }

  private unknownEnd(): JobError {
    return new JobError("unreachable", {
      what: "nobody can say how the run ended",
      on: `job "${this.attempt.job.job}" (${this.attempt.folder.record.name})`,
      why: "the pod is gone and the volume cannot be read",
      todo: "run ./yard up again when the volume can be read",
    });
  }
}
