import { Hono } from "hono";
import { expect, it } from "vitest";
import type { Clock } from "../../../../local/runpod/clock.ts";
import { createProxyApp, type ProxiedPod } from "../../../../local/runpod/proxy/app.ts";

/** A clock whose sleeps end when the test says so, or when their signal aborts. */
function handClock() {
  const sleeps: { ms: number; end: () => void; aborted: boolean }[] = [];
  const clock: Clock = {
    now: () => 0,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const entry = { ms, end: resolve, aborted: false };
        sleeps.push(entry);
        signal?.addEventListener("abort", () => {
          entry.aborted = true;
          resolve();
        });
      }),
  };
  return { clock, sleeps };
}

const echo: ProxiedPod["fetch"] = async (port, request) =>
  Response.json({
    port,
    method: request.method,
    url: request.url,
    auth: request.headers.get("authorization"),
    body: await request.text(),
  });

function proxyOf(pod: Partial<ProxiedPod>, clock = handClock().clock) {
  const all: ProxiedPod = { running: true, ports: ["8787/http", "22/tcp"], fetch: echo, ...pod };
  const inner = createProxyApp({ clock, pod: (id) => (id === "pod1" ? all : undefined) });
  const app = new Hono().route("/proxy", inner);
  return async (path: string, init?: RequestInit) => app.fetch(new Request(`http://127.0.0.1${path}`, init));
}

it("passes method, path, query, headers and body to the port of the pod", async () => {
  const headers = { authorization: "Bearer t" };
  const answer = await proxyOf({})("/proxy/pod1/8787/data/a%20b?offset=3", { method: "PUT", body: "bytes", headers });
  const url = "http://127.0.0.1:8787/data/a%20b?offset=3";
  expect(await answer.json()).toEqual({ port: 8787, method: "PUT", url, auth: "Bearer t", body: "bytes" });
});

it("takes the bare port as the root of the pod", async () => {
  expect(await (await proxyOf({})("/proxy/pod1/8787")).json()).toMatchObject({ url: "http://127.0.0.1:8787/" });
});

it.each([
  ["an unknown pod", "/proxy/pod2/8787/", {}, 404],
  ["an undeclared port", "/proxy/pod1/9999/", {}, 404],
  ["a TCP port", "/proxy/pod1/22/", {}, 404],
  ["a pod that does not run", "/proxy/pod1/8787/", { running: false }, 502],
  ["a pod without a container", "/proxy/pod1/8787/", { fetch: undefined }, 502],
  ["a port on which nothing listens", "/proxy/pod1/8787/", { fetch: () => Promise.reject(new Error("refused")) }, 502],
] as const)("refuses %s", async (_what, path, pod, status) => {
  expect((await proxyOf(pod)(path)).status).toBe(status);
});

it("answers 524 after 100 s without an answer and drops the exchange", async () => {
  const { clock, sleeps } = handClock();
  let dropped = false;
  const never: ProxiedPod["fetch"] = (_port, request) => {
    request.signal.addEventListener("abort", () => (dropped = true));
    return new Promise(() => undefined);
  };
  const answer = proxyOf({ fetch: never }, clock)("/proxy/pod1/8787/");
  await expect.poll(() => sleeps.map((sleep) => sleep.ms)).toEqual([100_000]);
  sleeps[0]?.end();
  expect([(await answer).status, dropped]).toEqual([524, true]);
});

it("leaves no timer behind an answered request", async () => {
  const { clock, sleeps } = handClock();
  await proxyOf({}, clock)("/proxy/pod1/8787/");
  expect(sleeps.map((sleep) => sleep.aborted)).toEqual([true]);
});

it("refuses a body over 100 MB, announced or not", async () => {
  const proxy = proxyOf({});
  const announced = await proxy("/proxy/pod1/8787/", {
    method: "PUT",
    body: "x",
    headers: { "content-length": "100000001" },
  });
  expect(announced.status).toBe(413);
  let left = 101;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => (left-- > 0 ? controller.enqueue(new Uint8Array(1_000_000)) : controller.close()),
  });
  const drain: ProxiedPod["fetch"] = async (_port, request) => {
    return new Response(`took ${(await request.arrayBuffer()).byteLength}`);
  };
  const init: RequestInit = { method: "PUT", body, duplex: "half" };
  expect((await proxyOf({ fetch: drain })("/proxy/pod1/8787/", init)).status).toBe(413);
});
