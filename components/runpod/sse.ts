import { EventSourceParserStream } from "eventsource-parser/stream";
import { z } from "zod";
import type { PodLogLine } from "./service.ts";

const logEvent = z.looseObject({
  ts: z.string().catch(""),
  source: z.enum(["container", "system"]).catch("container"),
  line: z.string(),
});

/**
 * The lines of a log stream, in the order in which they come, until the server closes or `signal` aborts. A connection
 * that breaks rejects as the stream does. An event without a usable id keeps the id of the line before it.
 */
export async function* logLines(body: ReadableStream<Uint8Array>, signal?: AbortSignal): AsyncGenerator<PodLogLine> {
  const decode = new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>;
  const reader = body.pipeThrough(decode).pipeThrough(new EventSourceParserStream()).getReader();
  const stop = () => void reader.cancel().catch(() => undefined);
  signal?.addEventListener("abort", stop, { once: true });
  try {
    let id = "";
    while (signal?.aborted !== true) {
      const { done, value } = await reader.read();
      if (done) return;
      id = value.id ?? id;
      yield { id, ...readEvent(value.data) };
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    stop();
  }
}

/** What is not the documented JSON is passed on as a line: a log line is never dropped. */
function readEvent(data: string): Omit<PodLogLine, "id"> {
  try {
    const parsed = logEvent.safeParse(JSON.parse(data));
    if (parsed.success) return { ts: parsed.data.ts, source: parsed.data.source, line: parsed.data.line };
  } catch {
    // Not JSON: shown as it came.
  }
  return { ts: "", source: "container", line: data };
}
