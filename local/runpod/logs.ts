import type { Clock } from "./clock.ts";
import type { LogSource } from "./records.ts";
import type { StateStore } from "./store.ts";

/** One kept line. `ts` is epoch milliseconds, `seq` counts from 1 within the pod. */
export interface LogLine {
  readonly seq: number;
  readonly ts: number;
  readonly source: LogSource;
  readonly line: string;
}

interface PodLog {
  lines: LogLine[];
  /** Sequence number of the last line. */
  last: number;
  /** Lines on disk, old ones included; infinite where the file has a hole, and the next line writes it anew. */
  onDisk: number;
  closed: boolean;
  readonly waiting: Set<() => void>;
}

/** Longer lines are cut. */
const MAX_LINE_CHARS = 64 * 1024;

/** The logs of all pods: the last lines of each in memory and on disk, none once the pod is terminated. */
export class Logs {
  readonly #clock: Clock;
  readonly #store: StateStore | undefined;
  readonly #keep: number;
  readonly #failed: (error: unknown) => void;
  readonly #logs = new Map<string, PodLog>();

  /** @param failed told when a line could not be saved; it is saved with the next one. */
  constructor(clock: Clock, store: StateStore | undefined, keepLines: number, failed: (error: unknown) => void) {
    this.#clock = clock;
    this.#store = store;
    this.#keep = keepLines;
    this.#failed = failed;
  }

  #of(podId: string): PodLog {
    const known = this.#logs.get(podId);
    if (known !== undefined) return known;
    const saved = this.#store?.readLog(podId) ?? "";
    const rows = saved.split("\n");
    const lines = rows.flatMap(parseLine);
    const isWhole = rows.at(-1) === "" && rows.length - 1 === lines.length;
    const log: PodLog = {
      lines: lines.slice(-this.#keep),
      last: lines.at(-1)?.seq ?? 0,
      onDisk: isWhole ? lines.length : Number.POSITIVE_INFINITY,
      closed: false,
      waiting: new Set(),
    };
    this.#logs.set(podId, log);
    return log;
  }

  append(podId: string, source: LogSource, text: string): void {
    const log = this.#of(podId);
    if (log.closed) return;
    const entry = { seq: ++log.last, ts: this.#clock.now(), source, line: text.slice(0, MAX_LINE_CHARS) };
    log.lines.push(entry);
    if (log.lines.length > this.#keep * 2) log.lines = log.lines.slice(-this.#keep);
    this.#save(podId, log, entry);
    for (const wake of [...log.waiting]) wake();
  }

  #save(podId: string, log: PodLog, entry: LogLine): void {
    if (this.#store === undefined) return;
    log.onDisk++;
    try {
      if (log.onDisk > this.#keep * 3) {
        this.#store.writeLog(podId, log.lines.map(formatLine).join(""));
        log.onDisk = log.lines.length;
      } else {
        this.#store.appendLog(podId, formatLine(entry));
      }
    } catch (error) {
      log.onDisk = Number.POSITIVE_INFINITY;
      this.#failed(error);
    }
  }

  /** The kept lines, oldest first. */
  lines(podId: string): readonly LogLine[] {
    return this.#of(podId).lines.slice(-this.#keep);
  }

  /** Time of the last line of the container, epoch milliseconds. */
  lastContainerLineAt(podId: string): number | undefined {
    return this.#of(podId).lines.findLast((one) => one.source === "container")?.ts;
  }

  /** Removes the log. Streams that follow it still get the lines they have not read, and end. */
  remove(podId: string): void {
    const log = this.#of(podId);
    log.closed = true;
    for (const wake of [...log.waiting]) wake();
    this.#store?.writeLog(podId, "");
    this.#logs.set(podId, { lines: [], last: log.last, onDisk: 0, closed: true, waiting: new Set() });
  }

  /** Reads line by line after `seq`, waiting for new ones; undefined when the log has ended or `signal` aborted. */
  follow(
    podId: string,
    seq: number,
    accepts: (line: LogLine) => boolean,
    signal: AbortSignal,
  ): () => Promise<LogLine | undefined> {
    const log = this.#of(podId);
    let after = seq;
    return async () => {
      for (;;) {
        if (signal.aborted) return undefined;
        const next = firstAfter(log.lines, after, accepts);
        after = next?.seq ?? log.last;
        if (next !== undefined) return next;
        if (log.closed) return undefined;
        await nextChange(log.waiting, signal);
      }
    };
  }
}

/** Resolves when the set is woken or `signal` aborts. */
function nextChange(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      waiting.delete(wake);
      signal.removeEventListener("abort", wake);
      resolve();
    };
    waiting.add(wake);
    signal.addEventListener("abort", wake, { once: true });
  });
}

/** Sequence numbers have no gaps, so the place of a line follows from its number. */
function firstAfter(lines: readonly LogLine[], seq: number, accepts: (line: LogLine) => boolean): LogLine | undefined {
  const first = lines[0]?.seq ?? 0;
  for (let i = Math.max(0, seq + 1 - first); i < lines.length; i++) {
    const line = lines[i];
    if (line !== undefined && accepts(line)) return line;
  }
  return undefined;
}

const formatLine = (line: LogLine): string => JSON.stringify(line) + "\n";

/** Nothing for the half line that a killed process leaves. */
function parseLine(text: string): LogLine[] {
  if (text === "") return [];
  try {
    return [JSON.parse(text) as LogLine];
  } catch {
    return []; // cut by a kill in the middle of the write
  }
}
