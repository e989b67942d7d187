import { chargeOf, committedOf, type Entry } from "./entry.ts";

/** Shares of a budget, in percent, from which on a run is started with a warning. */
export const WARNINGS_PERCENT = [80, 50] as const;

/** A holder that was not heard of for so long is taken for dead: its runs may be taken over once no pod of them is there. */
export const SILENCE_MS = 15 * 60_000;

/** The run that wants money, and who asks. */
export interface Wish extends Pick<Entry, "environment" | "team" | "period" | "run" | "job" | "model" | "holder"> {
  /** What the whole run may cost, with what it has cost already. */
  readonly wantedMicroUsd: number;
}

/** What is left, in millionths of a dollar. */
export interface Standing {
  readonly limitMicroUsd: number;
  /** What all runs of the period take, after this one. */
  readonly committedMicroUsd: number;
}

export type Reservation =
  | (Standing & {
      readonly verdict: "held";
      readonly entry: Entry;
      /** Entries of the same run that this one carries on from: their periods take no more than what it cost by then. */
      readonly closed: readonly Entry[];
      /** The highest warning share that this run, and none before it, brought the budget to. */
      readonly crossedPercent: number | undefined;
    })
  /** It does not fit; nothing changes. */
  | (Standing & { readonly verdict: "refused"; readonly wantedMicroUsd: number })
  /** Somebody else holds this very run, and was heard of lately. */
  | { readonly verdict: "elsewhere"; readonly holder: string; readonly seenAtMs: number };

/**
 * Decides on a run's money. `entries`: all of the budget's period, and all of this run in any period. A run that holds enough
 * already is given it again and counted once; one that needs more is asked as if new for the difference.
 */
export function planReservation(
  wish: Wish,
  limitMicroUsd: number,
  entries: readonly Entry[],
  nowMs: number,
): Reservation {
  const ofRun = entries.filter((entry) => entry.run === wish.run);
  const held = ofRun.find((entry) => entry.state === "held" && entry.holder !== wish.holder);
  if (held !== undefined && nowMs - held.seenAtMs < SILENCE_MS)
    return { verdict: "elsewhere", holder: held.holder, seenAtMs: held.seenAtMs };
  const isHere = (entry: Entry): boolean =>
    entry.environment === wish.environment && entry.team === wish.team && entry.period === wish.period;
  const own = ofRun.find(isHere);
  const others = entries.filter((entry) => isHere(entry) && entry.run !== wish.run);
  const elsewhere = ofRun.filter((entry) => !isHere(entry)).map(settled);
  const carried = own?.carriedMicroUsd ?? committedOf(elsewhere);
  const entry = reservedEntry(wish, own, carried, nowMs);
  const before = committedOf(others) + (own === undefined ? 0 : chargeOf(own));
  const committedMicroUsd = committedOf([...others, entry]);
  const grows = own?.state !== "held" || committedMicroUsd > before;
  if (grows && committedMicroUsd > limitMicroUsd)
    return { verdict: "refused", limitMicroUsd, committedMicroUsd: before, wantedMicroUsd: chargeOf(entry) };
  const reached = (micros: number) => WARNINGS_PERCENT.find((percent) => micros * 100 >= limitMicroUsd * percent);
  const crossed = reached(committedMicroUsd);
  const crossedPercent = crossed === reached(before) ? undefined : crossed;
  const closed = elsewhere.filter((one) => !entries.includes(one));
  return { verdict: "held", entry, closed, limitMicroUsd, committedMicroUsd, crossedPercent };
}

/** An earlier entry of a run once a new one carries on from it. */
const settled = (entry: Entry): Entry => (entry.state === "held" ? { ...entry, state: "settled" } : entry);

/** The entry of a run that has its money; a bill that is on record for what it did before stays a part of what it spent. */
function reservedEntry(wish: Wish, own: Entry | undefined, carriedMicroUsd: number, nowMs: number): Entry {
  const { environment, team, period, run, job, model, holder, wantedMicroUsd } = wish;
  const fresh = { spentMicroUsd: 0, podIds: [], gpus: [], paidSeconds: 0, usedSeconds: 0, reservedAtMs: nowMs };
  const reservedMicroUsd = Math.max(wantedMicroUsd, own?.state === "held" ? own.reservedMicroUsd : 0);
  return {
    ...(own ?? fresh),
    ...{ environment, team, period, run, job, model, holder, reservedMicroUsd, carriedMicroUsd },
    ...{ state: "held", billedMicroUsd: null, seenAtMs: nowMs },
  };
}

/** What of a run its controller knows as well as the ledger; money, pods and times as in an entry. */
type Told = "run" | "job" | "model" | "holder" | "spentMicroUsd" | "billedMicroUsd" | "podIds" | "gpus";

/** What a controller knows of a run: whether a pod of it may still be there, what it cost, what it was used for. */
export interface RunReport extends Pick<Entry, Told | "paidSeconds" | "usedSeconds"> {
  /** A pod of it may exist. */
  readonly open: boolean;
  /** What the whole run may still come to; counts for an open run of which the ledger knows nothing. */
  readonly worstCaseMicroUsd: number;
}

/** Of a run's entries, in whatever team and period, the one that is told of it: the one that is held, else the last one told. */
export function currentEntry(entries: readonly Entry[], run: string): Entry | undefined {
  const own = entries.filter((entry) => entry.run === run).toSorted((a, b) => a.seenAtMs - b.seenAtMs);
  return own.findLast((entry) => entry.state === "held") ?? own.at(-1);
}

/** Nobody has told or taken anything since `seen` was read, and the run has not gone on in another entry. */
export function isUnchanged(current: Entry | undefined, seen: Entry): boolean {
  const key = ({ team, period, state, seenAtMs }: Entry) => [team, period, state, seenAtMs].join("\n");
  return current !== undefined && key(current) === key(seen);
}

/**
 * The entry after a report. Told twice or late it changes nothing more: sums only grow, and what is settled stays so, unless a
 * pod comes to light of which nothing was known. Who lost a run to another holder does not end it.
 */
export function planReport(entry: Entry, report: RunReport, nowMs: number): Entry {
  const spentMicroUsd = Math.max(entry.spentMicroUsd, report.spentMicroUsd);
  const podIds = [...new Set([...entry.podIds, ...report.podIds])];
  const told: Entry = {
    ...entry,
    ...{ spentMicroUsd, podIds },
    gpus: report.gpus.length >= entry.gpus.length ? report.gpus : entry.gpus,
    paidSeconds: Math.max(entry.paidSeconds, report.paidSeconds),
    usedSeconds: Math.max(entry.usedSeconds, report.usedSeconds),
  };
  if (entry.state === "held" && entry.holder !== report.holder) return told;
  const seen: Entry = { ...told, seenAtMs: nowMs };
  if (report.open) {
    if (entry.state === "held" || podIds.length === entry.podIds.length) return seen;
    return { ...seen, state: "held", reservedMicroUsd: report.worstCaseMicroUsd, holder: report.holder };
  }
  if (podIds.length === 0 && spentMicroUsd === 0) return { ...seen, state: "released" };
  // A bill of some of its pods, as a machine knows it that made no others, is not the run's.
  const billed = podIds.every((podId) => report.podIds.includes(podId)) ? report.billedMicroUsd : null;
  return { ...seen, state: "settled", billedMicroUsd: billed ?? entry.billedMicroUsd };
}

/** The entry of an open run that was there before its budget was: it is counted, not asked. */
export function foundEntry(
  place: Pick<Entry, "environment" | "team" | "period">,
  report: RunReport,
  nowMs: number,
): Entry {
  const { run, job, model, holder, worstCaseMicroUsd, spentMicroUsd, podIds, gpus } = report;
  return {
    ...place,
    ...{ run, job, model, holder, spentMicroUsd, podIds, gpus, state: "held", reservedMicroUsd: worstCaseMicroUsd },
    ...{ carriedMicroUsd: 0, billedMicroUsd: null, reservedAtMs: nowMs, seenAtMs: nowMs },
    ...{ paidSeconds: report.paidSeconds, usedSeconds: report.usedSeconds },
  };
}
