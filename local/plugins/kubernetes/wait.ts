import { setTimeout as delay } from "node:timers/promises";
import { TimedOut } from "../core/errors.ts";
import type { Call } from "../core/kind.ts";
import type { PropertyMap } from "../core/values.ts";
import type { Cluster } from "./client/cluster.ts";
import { annotation, field, text } from "./fields.ts";
import { objectName } from "./manifest.ts";
import type { Readiness } from "./ready/readiness.ts";
import { type ReadyRule, readyRule } from "./ready/rules.ts";
import { briefTrouble, troublesOf } from "./troubles.ts";

/** The object is there and not ready; the next update goes on from here. */
export class NotReady extends Error {
  /** As it was when the wait ended. */
  readonly object: PropertyMap;
  readonly reasons: readonly string[];
  constructor(object: PropertyMap, why: string, troubles: readonly string[]) {
    super([`${objectName(object)} is there, but not ready: ${why}`, ...troubles.map(asPoint)].join("\n"));
    this.name = "NotReady";
    this.object = object;
    this.reasons = [why, ...troubles];
  }
}

const asPoint = (line: string): string => `  - ${line.replaceAll("\n", "\n    ")}`;

type Waiting = Pick<Call, "signal" | "status">;

/** Between looks, in milliseconds: quick at first, for most objects are ready soon. */
const pauseAfter = (looks: number): number => (looks < 20 ? 250 : 1000);
const troubleEvery = 8;

/** True when the object says that nobody shall wait for it. */
export const skipsWait = (object: PropertyMap): boolean => annotation(object, "pulumi.com/skipAwait") === "true";

/** How long to wait: what the program allows, else the object's annotation, else what is usual, in seconds. */
export function waitSeconds(object: PropertyMap, allowed: number | undefined, usual: number): number {
  const said = Number(annotation(object, "pulumi.com/timeoutSeconds") ?? Number.NaN);
  return allowed ?? (said > 0 ? said : usual);
}

/** Waits until an object is ready and answers with it. Throws {@link NotReady} when it fails, or when the time is over. */
export async function waitReady(
  cluster: Cluster,
  applied: PropertyMap,
  allowedSeconds: number | undefined,
  call: Waiting,
): Promise<PropertyMap> {
  const rule = readyRule(applied);
  if (rule === undefined || skipsWait(applied)) return applied;
  const seconds = waitSeconds(applied, allowedSeconds, rule.timeoutSeconds);
  return within(seconds, call, (waiting) => lookUntilReady(cluster, applied, rule, waiting));
}

async function lookUntilReady(
  cluster: Cluster,
  applied: PropertyMap,
  rule: ReadyRule,
  { signal, status }: Waiting,
): Promise<PropertyMap> {
  let object = applied;
  let now: Readiness = { state: "waiting", what: "the cluster to see it" };
  try {
    for (let looks = 0; ; looks += 1) {
      const found = await cluster.find(applied, signal);
      if (found === undefined) throw new NotReady(object, "it was deleted while it was waited for", []);
      object = found;
      now = rule.judge(object, await related(cluster, object, rule, signal));
      if (now.state === "ready") return object;
      if (now.state === "failed") throw new NotReady(object, now.why, await lastTroubles(cluster, object));
      const trouble = looks % troubleEvery === 4 ? await briefTrouble(cluster, object, signal) : undefined;
      status(trouble === undefined ? now.what : `${now.what} · ${trouble}`);
      await delay(pauseAfter(looks), undefined, { signal });
    }
  } catch (error) {
    if (error instanceof NotReady || !signal.aborted) throw error;
    const ended = signal.reason instanceof Error ? signal.reason.message : "the wait was ended";
    const still = now.state === "waiting" ? `${ended}: ${now.what}` : ended;
    throw new NotReady(object, still, await lastTroubles(cluster, object));
  }
}

/** Troubles for a person, asked for after the wait has ended; a cluster that does not tell them hides nothing else. */
async function lastTroubles(cluster: Cluster, object: PropertyMap): Promise<string[]> {
  return troublesOf(cluster, object, AbortSignal.timeout(5000)).catch((error: unknown) => [
    `why could not be asked: ${error instanceof Error ? error.message : String(error)}`,
  ]);
}

async function related(
  cluster: Cluster,
  object: PropertyMap,
  rule: ReadyRule,
  signal: AbortSignal,
): Promise<readonly PropertyMap[]> {
  const path = rule.relatedPath?.(object);
  if (path === undefined) return [];
  const found = await cluster.get(path, signal);
  const items = field(found, "items");
  return Array.isArray(items) ? (items as readonly PropertyMap[]) : [found];
}

/** Waits until an object is gone. Throws when it is still there after the time. */
export async function waitGone(
  cluster: Cluster,
  object: PropertyMap,
  allowedSeconds: number | undefined,
  call: Waiting,
): Promise<void> {
  const seconds = waitSeconds(object, allowedSeconds, 600);
  let left = object;
  await within(seconds, call, async ({ signal, status }) => {
    try {
      for (let looks = 0; ; looks += 1) {
        const found = await cluster.find(object, signal);
        const uid = text(object, "metadata", "uid");
        if (found === undefined || (uid !== undefined && text(found, "metadata", "uid") !== uid)) return;
        left = found;
        status(`going: ${whatHolds(found)}`);
        await delay(pauseAfter(looks), undefined, { signal });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      const ended = signal.reason instanceof Error ? signal.reason.message : "the wait was ended";
      throw new Error(`${objectName(object)} is still there: ${ended}\n  - ${whatHolds(left)}`, { cause: error });
    }
  });
}

/** What keeps an object that is being deleted. */
export function whatHolds(object: PropertyMap): string {
  const conditions = (field(object, "status", "conditions") ?? []) as readonly PropertyMap[];
  const telling = conditions.filter((one) => one["status"] === "True" && text(one, "message") !== undefined);
  if (text(object, "kind") === "Namespace" && telling.length > 0) {
    return telling.map((one) => text(one, "message")).join("; ");
  }
  const finalizers = (field(object, "metadata", "finalizers") ?? []) as readonly string[];
  if (finalizers.length > 0) return `its finalizers have not been done: ${finalizers.join(", ")}`;
  return "the cluster has not removed it";
}

/** Runs a wait whose signal also ends it after `seconds`. */
async function within<T>(seconds: number, call: Waiting, work: (waiting: Waiting) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new TimedOut(seconds)), seconds * 1000);
  try {
    return await work({ status: call.status, signal: AbortSignal.any([call.signal, limit.signal]) });
  } finally {
    clearTimeout(timer);
  }
}
