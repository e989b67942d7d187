import { describe, expect, it } from "vitest";
import { DroppedConnection } from "../../../local/runpod/index.ts";
import { createScene, requestOf, START, type Scene } from "./scene.ts";

interface Event {
  readonly id: string;
  readonly ts: string;
  readonly source: string;
  readonly line: string;
}

/** Reads events until there are `count`, the stream ends ("end") or breaks ("cut"). */
function reader(scene: Scene, response: Response) {
  const body: ReadableStream<Uint8Array> = response.body ?? new ReadableStream<Uint8Array>();
  const stream = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  const take = (): Event | undefined => {
    const end = text.indexOf("\n\n");
    if (end < 0) return undefined;
    const block = text.slice(0, end);
    text = text.slice(end + 2);
    if (block.startsWith(":")) return take();
    const id = /^id: (.*)$/m.exec(block)?.[1] ?? "";
    const data = JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? "") as Omit<Event, "id">;
    return { id, ...data };
  };
  const next = async (): Promise<Event | "end" | "cut"> => {
    for (;;) {
      const event = take();
      if (event !== undefined) return event;
      let part: Awaited<ReturnType<typeof stream.read>>;
      try {
        part = await stream.read();
      } catch (error) {
        expect(error).toBeInstanceOf(DroppedConnection);
        return "cut";
      }
      if (part.done) return "end";
      text += decoder.decode(part.value);
    }
  };
  return {
    next: () => scene.clock.run(next()),
    pending: () => next(),
    async all(count: number): Promise<(string | undefined)[]> {
      const lines: (string | undefined)[] = [];
      while (lines.length < count) {
        const event = await scene.clock.run(next());
        if (typeof event === "string") return [...lines, event];
        lines.push(event.line);
      }
      return lines;
    },
  };
}

/** A pod whose container has printed `one` to `five`, a second apart. */
async function talkingPod(scene: Scene): Promise<string> {
  const id = await scene.pod();
  await scene.clock.advance(5000);
  for (const line of ["one", "two", "three", "four", "five"]) {
    scene.runner.containers[0]?.events.log("container", line);
    await scene.clock.advance(1000);
  }
  return id;
}

async function logs(scene: Scene, id: string, query = "", headers: Record<string, string> = {}) {
  const request = requestOf(scene.emulator, "GET", `/v2/pods/${id}/logs${query}`, undefined, headers);
  const response = await scene.clock.run(scene.emulator.fetch(request));
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  return reader(scene, response);
}

describe("the log stream", () => {
  it("begins with the tail and follows", async () => {
    const scene = createScene();
    const id = await talkingPod(scene);
    const stream = await logs(scene, id, "?tail=2&source=container");
    expect(await stream.all(2)).toEqual(["four", "five"]);
    const next = stream.pending();
    scene.runner.containers[0]?.events.log("container", "six");
    expect(await scene.clock.run(next)).toMatchObject({ line: "six", source: "container" });
  });

  it("keeps both sources in order and filters one", async () => {
    const scene = createScene();
    const id = await talkingPod(scene);
    const system = await logs(scene, id, "?source=system");
    expect(await system.all(3)).toEqual([
      "pod created, looking for its machine",
      "create container trainer:1",
      "start container for trainer:1",
    ]);
    const both = await logs(scene, id);
    expect((await both.all(8)).slice(3)).toEqual(["one", "two", "three", "four", "five"]);
  });

  it("goes on after Last-Event-ID, which wins over since, which wins over tail", async () => {
    const scene = createScene();
    const id = await talkingPod(scene);
    const whole = await logs(scene, id, "?source=container");
    const [one, two] = [await whole.next(), await whole.next()];
    if (typeof one === "string" || typeof two === "string") throw new Error("the stream ended");
    const resumed = await logs(scene, id, "?tail=1&since=2020-01-01T00:00:00Z", { "last-event-id": two.id });
    expect(await resumed.all(1)).toEqual(["three"]);
    const since = new Date(START + 5000 + 3000).toISOString();
    expect(await (await logs(scene, id, `?tail=1&since=${since}`)).all(2)).toEqual(["four", "five"]);
    const byTime = await logs(scene, id, "?tail=1", { "last-event-id": two.ts });
    expect(await byTime.all(1)).toEqual(["three"]);
  });

  it("ends when the pod is terminated, and its lines are gone", async () => {
    const scene = createScene();
    const id = await talkingPod(scene);
    const stream = await logs(scene, id, "?tail=1&source=container");
    await scene.ask("DELETE", `/v2/pods/${id}`);
    scene.runner.containers[0]?.events.log("container", "too late");
    expect(await stream.all(3)).toEqual(["five", "end"]);
    expect((await scene.ask("GET", `/v2/pods/${id}/logs`)).status).toBe(404);
  });

  it("is cut after the told number of lines, at each attempt", async () => {
    const scene = createScene();
    scene.fault("POST", "/v2/pods", { kind: "log-cut", afterLines: 2 });
    const id = await talkingPod(scene);
    for (let i = 0; i < 2; i++)
      expect(await (await logs(scene, id, "?source=container")).all(5)).toEqual(["one", "two", "cut"]);
  });

  it("refuses a tail beyond 5000", async () => {
    const scene = createScene();
    const id = await scene.pod();
    expect((await scene.ask("GET", `/v2/pods/${id}/logs?tail=5001`)).status).toBe(400);
  });
});
