import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import {
  type Answer,
  type Listener,
  listenOnLoopback,
  listenOnSocket,
} from "../../../../local/runpod/daemon/listener.ts";
import { DroppedConnection } from "../../../../local/runpod/index.ts";

const open: Listener[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((listener) => listener.close()));
});
async function listening(answer: Answer): Promise<string> {
  const listener = await listenOnLoopback(0, answer);
  open.push(listener);
  return `http://127.0.0.1:${listener.port}`;
}

it("hangs up without an answer where a fault drops the connection", async () => {
  const url = await listening(async () => Promise.reject(new DroppedConnection()));
  await expect(fetch(url)).rejects.toMatchObject({ cause: { code: "UND_ERR_SOCKET" } });
});

it("hangs up after the lines that came before a cut", async () => {
  const url = await listening(async () => {
    const parts = ["data: 1\n\n", "data: 2\n\n"];
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const part = parts.shift();
        if (part === undefined) controller.error(new DroppedConnection());
        else controller.enqueue(Buffer.from(part));
      },
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  });
  const answer = await fetch(url);
  let text = "";
  const read = async () => {
    for await (const chunk of answer.body ?? []) text += Buffer.from(chunk).toString();
  };
  await expect(read()).rejects.toThrow("terminated");
  expect([answer.status, text]).toEqual([200, "data: 1\n\ndata: 2\n\n"]);
});

it("tells the answer's owner when the client goes away", async () => {
  const gone = Promise.withResolvers<undefined>();
  const url = await listening(async (incoming) => {
    incoming.signal.addEventListener("abort", () => gone.resolve(undefined));
    return new Response(new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from("x")) }));
  });
  const end = new AbortController();
  const answer = await fetch(url, { signal: end.signal });
  await answer.body?.getReader().read();
  end.abort();
  await gone.promise;
});

it("refuses a taken port, naming who has it and what to do", async () => {
  const url = await listening(async () => new Response("first"));
  const { port } = new URL(url);
  const second = listenOnLoopback(Number(port), async () => new Response("second"));
  const owner = process.platform === "linux" ? `process ${process.pid}` : "another process";
  await expect(second).rejects.toThrow(`port ${port} of 127.0.0.1 is in use by ${owner}`);
  await expect(second).rejects.toThrow("choose another port with --port");
});

it("serves the same on a unix socket", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ty-"));
  const socketPath = join(folder, "api.sock");
  open.push(await listenOnSocket(socketPath, async (incoming) => new Response(new URL(incoming.url).pathname)));
  const text = await new Promise<string>((resolve, reject) => {
    request({ socketPath, path: "/v2/pods", headers: { host: "127.0.0.1" } }, (answer) => {
      answer.once("data", (chunk: Buffer) => resolve(chunk.toString()));
    })
      .on("error", reject)
      .end();
  });
  expect(text).toBe("/v2/pods");
  await rm(folder, { recursive: true });
});
