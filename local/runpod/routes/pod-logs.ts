import { podOf, type Answer, type Call, type Handlers } from "../call.ts";
import { DroppedConnection } from "../dropped-connection.ts";
import type { LogLine } from "../logs.ts";
import { shownTime } from "../pod-view.ts";
import { notFoundProblem, texts } from "../problem.ts";
import type { LogSource } from "../records.ts";

const DEFAULT_TAIL = 100;

const headers = {
  "content-type": "text/event-stream",
  "cache-control": "no-cache",
  connection: "keep-alive",
  "x-accel-buffering": "no",
};

/** `2026-06-01T12:02:03Z/000000000001`, the form of the description's example. */
const eventId = (line: LogLine): string =>
  `${new Date(line.ts).toISOString().replace(/\.\d+Z$/, "Z")}/${String(line.seq).padStart(12, "0")}`;

function eventText(line: LogLine, skewMs: number): string {
  const data = JSON.stringify({ ts: shownTime(line.ts, skewMs), source: line.source, line: line.line });
  return `id: ${eventId(line)}\ndata: ${data}\n\n`;
}

/** Number of the line after which the stream begins: Last-Event-ID before `since` before `tail`. */
function startAfter(call: Call, lines: readonly LogLine[]): number {
  const last = lines.at(-1)?.seq ?? 0;
  const { since, tail } = call.query as { since?: string; tail?: number };
  const resumed = call.request.headers.get("last-event-id");
  const counted = /\/(\d+)$/.exec(resumed ?? "")?.[1];
  if (counted !== undefined) return Math.min(Number(counted), last);
  const before = (accepts: (line: LogLine) => boolean) => {
    const first = lines.find(accepts);
    return first === undefined ? last : first.seq - 1;
  };
  const skew = call.core.faults.skewMs;
  if (resumed !== null && !Number.isNaN(Date.parse(resumed)))
    return before((line) => line.ts + skew > Date.parse(resumed));
  if (since !== undefined) return before((line) => line.ts + skew >= Date.parse(since));
  const wanted = lines.slice(lines.length - Math.min(lines.length, tail ?? DEFAULT_TAIL));
  return wanted[0] === undefined ? last : wanted[0].seq - 1;
}

function getPodLogs(call: Call): Answer {
  const pod = podOf(call);
  if (pod.status === "TERMINATED") throw notFoundProblem(texts.podNotFound);
  const { core, request } = call;
  const { source } = call.query as { source?: LogSource };
  const accepts = (line: LogLine) => source === undefined || line.source === source;
  const closed = new AbortController();
  const signal = AbortSignal.any([closed.signal, request.signal, core.ended]);
  const first = startAfter(call, core.logs.lines(pod.id).filter(accepts));
  const next = core.logs.follow(pod.id, first, accepts, signal);
  const stream = lineStream(next, {
    closed,
    abort: request.signal,
    cutAfter: pod.faults.logCutAfterLines ?? Number.POSITIVE_INFINITY,
    format: (line) => eventText(line, core.faults.skewMs),
  });
  return { status: 200, stream, headers };
}

interface StreamOptions {
  /** Aborted when the reader leaves. */
  readonly closed: AbortController;
  /** The client's own signal: its abort errors the body, as in fetch. */
  readonly abort: AbortSignal;
  /** Lines after which the connection breaks. */
  readonly cutAfter: number;
  readonly format: (line: LogLine) => string;
}

/** Events one by one, when they are asked for: a reader that comes late loses nothing. */
function lineStream(next: () => Promise<LogLine | undefined>, options: StreamOptions): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let sent = 0;
  let isOpened = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!isOpened) {
          isOpened = true;
          controller.enqueue(encoder.encode(":\n\n")); // a comment, so that the head of the answer goes out at once
          return;
        }
        if (sent >= options.cutAfter) {
          controller.error(new DroppedConnection());
          return;
        }
        const line = await next();
        if (line !== undefined) {
          sent++;
          controller.enqueue(encoder.encode(options.format(line)));
        } else if (options.abort.aborted) {
          controller.error(options.abort.reason);
        } else {
          controller.close();
        }
      },
      cancel: () => options.closed.abort(),
    },
    { highWaterMark: 0 },
  );
}

export const podLogHandlers: Handlers = { getPodLogs };
