import { NotFoundError, RunpodError } from "../failures.ts";
import type { Pod } from "../service.ts";
import { type Attempt, isTooDear, knownPrice, podIdOf, recordPod, visibleByMs } from "./attempt.ts";
import { unreachable } from "./reach.ts";
import { isPassing } from "./retry.ts";
import { timing } from "./timing.ts";
import type { Verdict } from "./verdict.ts";

const YOUNG_SECONDS = 60;

/** What RunPod's pod record has told so far. */
export class PodView {
  /** `runtime.uptime` was there: the container runs. RUNNING alone says nothing. */
  ready = false;
  /** Container starts seen by an uptime that begins anew, after the first. */
  restarts = 0;
  /** The last look was answered. */
  answered = false;
  private readonly attempt: Attempt;
  private startedMs: number | undefined;
  private missing = 0;
  private refusals = 0;

  constructor(attempt: Attempt) {
    this.attempt = attempt;
  }

  /** Looks once. A verdict means that the pod is gone, broken or too dear. No answer is no verdict. */
  async look(): Promise<Verdict | undefined> {
    this.answered = false;
    try {
      const pod = await this.attempt.world.service.getPod(podIdOf(this.attempt));
      this.refusals = 0;
      this.answered = true;
      return await this.take(pod);
    } catch (error) {
      if (error instanceof NotFoundError) return this.miss();
      if (!(error instanceof RunpodError)) throw error;
      if (!isPassing(error) && ++this.refusals >= 5) throw unreachable(this.attempt.job, error);
      return undefined;
    }
  }

  private async take(pod: Pod): Promise<Verdict | undefined> {
    this.missing = 0;
    const { folder } = this.attempt;
    if (folder.record.shownPodId !== pod.id) await folder.save({ shownPodId: pod.id });
    const price = knownPrice(pod);
    const { hourlyUsd, isPriced } = folder.record;
    if (price !== undefined && (!isPriced || price > (hourlyUsd ?? 0))) await recordPod(this.attempt, pod);
    if (price !== undefined && isTooDear(this.attempt.job, price)) return { kind: "over-price", usdPerHour: price };
    const uptime = pod.runtime?.uptime;
    if (typeof uptime === "number") {
      this.countStart(uptime);
      this.ready = true;
    }
    const over = ["EXITED", "ERROR", "TERMINATED"].includes(pod.status);
    return over ? { kind: "gone", why: `RunPod shows it as ${pod.status}` } : undefined;
  }

  /** A container that is young again has been started again; a slow answer moves an old one only. */
  private countStart(uptimeSeconds: number): void {
    const startedMs = this.attempt.world.clock.now() - uptimeSeconds * 1000;
    const isNew = this.startedMs !== undefined && startedMs - this.startedMs > timing.restartSlackMs;
    if (isNew && uptimeSeconds < YOUNG_SECONDS) this.restarts++;
    this.startedMs = startedMs;
  }

  /** 404: two of them, from a pod that must be visible by now, and absence from the list. */
  private async miss(): Promise<Verdict | undefined> {
    const { world } = this.attempt;
    this.missing++;
    if (world.clock.now() < visibleByMs(this.attempt)) return undefined;
    if (this.missing < 2) return undefined;
    const pods = await world.service.listPods();
    const id = podIdOf(this.attempt);
    return pods.some((pod) => pod.id === id && pod.status !== "TERMINATED")
      ? undefined
      : { kind: "gone", why: "RunPod no longer knows it" };
  }
}
