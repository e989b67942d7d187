import { describe, expect, it } from "vitest";
import { createService } from "../../../components/runpod/api.ts";
import { AmbiguousError, NotFoundError } from "../../../components/runpod/failures.ts";
import { collected, recordedService } from "./recorded.ts";

describe("the log of a pod", () => {
  const event = (id: string, line: string) =>
    `id: ${id}\ndata: ${JSON.stringify({ ts: "2026-11-22T10:00:00Z", source: "container", line })}\n\n`;
  const sse = { "content-type": "text/event-stream" };

  it("yields the lines with their ids until the server closes", async () => {
    const body = `: hello\n\n${event("a/1", "one")}${event("a/2", "two")}data: not json\n\n`;
    const { service, requests, asked } = recordedService({ status: 200, headers: sse, body });
    const lines = await collected(service.podLogs("p1", { after: "a/0", source: "container" }));
    expect(lines.map((line) => [line.id, line.line])).toEqual([
      ["a/1", "one"],
      ["a/2", "two"],
      ["a/2", "not json"],
    ]);
    expect(asked).toEqual(["GET /v2/pods/p1/logs?source=container"]);
    expect(requests[0]?.headers.get("last-event-id")).toBe("a/0");
  });

  it("asks from a time on", async () => {
    const { service, asked } = recordedService({ status: 200, headers: sse, body: "" });
    await collected(service.podLogs("p1", { since: new Date("2026-11-01T00:00:00Z"), tail: 7 }));
    expect(asked).toEqual(["GET /v2/pods/p1/logs?since=2026-11-01T00%3A00%3A00.000Z&tail=7"]);
  });

  it("says that the pod is gone", async () => {
    const { service } = recordedService({ status: 404 });
    await expect(collected(service.podLogs("p1", {}))).rejects.toBeInstanceOf(NotFoundError);
  });

  it("rejects when the stream breaks off", async () => {
    const { options } = recordedService("lost");
    const broken = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode(event("a/1", "one"))),
      pull: (controller) => controller.error(new TypeError("terminated")),
    });
    const cut = createService({ ...options, fetch: async () => new Response(broken, { headers: sse }) });
    const seen: string[] = [];
    const reading = (async () => {
      for await (const line of cut.podLogs("p1", {})) seen.push(line.line);
    })();
    await expect(reading).rejects.toBeInstanceOf(AmbiguousError);
  });

  it("ends quietly when its reader aborts", async () => {
    const { options } = recordedService("lost");
    const quiet = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(event("a/1", "one"))),
    });
    const open = createService({ ...options, fetch: async () => new Response(quiet, { headers: sse }) });
    const stop = new AbortController();
    const seen: string[] = [];
    for await (const line of open.podLogs("p1", { signal: stop.signal })) {
      seen.push(line.line);
      setImmediate(() => stop.abort());
    }
    expect(seen).toEqual(["one"]);
  });
});
