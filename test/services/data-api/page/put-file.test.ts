import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ContractServer, contractServer, TEST_TOKEN } from "../../../support/data-api/server.ts";

interface Putting {
  readonly path: string;
  readonly file: File;
  readonly replaces: string | undefined;
  readonly signal: AbortSignal;
  readonly sent: (bytes: number) => void;
  readonly waits: (seconds: number) => void;
}

/** What a browser gives the page's modules, as far as an upload asks for it. */
class Request extends EventTarget {
  readonly upload = new EventTarget();
  status = 0;
  responseText = "";
  private readonly headers = new Headers({ Authorization: `Bearer ${TEST_TOKEN}` });
  private answered = new Headers();
  private asked = { method: "", url: "" };

  open(method: string, url: string): void {
    this.asked = { method, url };
  }
  setRequestHeader(name: string, value: string): void {
    this.headers.set(name, value);
  }
  getResponseHeader(name: string): string | null {
    return this.answered.get(name);
  }
  abort(): void {
    this.dispatchEvent(new Event("abort"));
  }
  send(body: Blob): void {
    void answerTo(this.asked.method, this.asked.url, this.headers, body).then(
      async (answer) => {
        [this.status, this.answered, this.responseText] = [answer.status, answer.headers, await answer.text()];
        this.dispatchEvent(new Event("load"));
      },
      () => this.dispatchEvent(new Event("error")),
    );
  }
}

let server: ContractServer;
/** Refuses a call before the server sees it. */
let refuse: (call: string, count: number) => Response | undefined;
const asked: string[] = [];
const send = globalThis.fetch;
const wait = globalThis.setTimeout;
const pauses = new Set([1000, 12_000]);

async function answerTo(
  method: string,
  path: string,
  headers: Headers,
  body?: Blob | string | null,
): Promise<Response> {
  const call = `${method} ${path}`;
  asked.push(call);
  const refused = refuse(call, asked.filter((one) => one === call).length);
  if (refused !== undefined) return refused;
  const bytes = body === undefined || body === null ? undefined : await new Response(body).arrayBuffer();
  return send(new URL(path, server.url), { method, headers, ...(bytes === undefined ? {} : { body: bytes }) });
}

const conflict = (headers: Record<string, string>) => Response.json({ detail: "not now" }, { status: 409, headers });

beforeEach(async () => {
  server = await contractServer();
  refuse = () => undefined;
  asked.length = 0;
  const kept = new Map<string, string>();
  vi.stubGlobal("XMLHttpRequest", Request);
  vi.stubGlobal("window", { isSecureContext: true });
  vi.stubGlobal("document", { baseURI: `${server.url}/` });
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    headers.set("Authorization", `Bearer ${TEST_TOKEN}`);
    return answerTo(init.method ?? "GET", path, headers, init.body as string | null | undefined);
  });
  // The wait before another try is the service's to say, and not this test's to wait for.
  vi.stubGlobal("setTimeout", (work: () => void, ms: number) => wait(work, pauses.has(ms) ? 0 : ms));
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await server.close();
});

const content = randomBytes(9 * 2 ** 20);

async function put(): Promise<readonly number[]> {
  const waited: number[] = [];
  const module = pathToFileURL(join(import.meta.dirname, "../../../../services/data-api/page/transfer/put-file.js"));
  const { putFile } = (await import(module.href)) as { putFile: (putting: Putting) => Promise<void> };
  const file = new File([new Uint8Array(content)], "big.bin", { lastModified: 1 });
  const told = { sent: () => undefined, waits: (seconds: number) => void waited.push(seconds) };
  await putFile({ path: "/big.bin", file, replaces: undefined, signal: new AbortController().signal, ...told });
  expect(server.files.get("/big.bin")?.bytes.equals(content)).toBe(true);
  return waited;
}
const begun = () => server.calls.filter((call) => call === "POST /v1/uploads").length;

describe("an upload of the page", () => {
  it("goes on where it stood after a request that died still held it", async () => {
    refuse = (call, count) => (call.startsWith("PATCH") && count === 2 ? conflict({ "Retry-After": "12" }) : undefined);
    expect(await put()).toEqual([12]);
    expect(begun()).toBe(1);
  });

  it("asks again where the service stands further on than it said", async () => {
    refuse = (call, count) =>
      call.startsWith("PATCH") && count === 2 ? conflict({ "Upload-Offset": "9" }) : undefined;
    expect(await put()).toEqual([1]);
    expect(begun()).toBe(1);
  });

  it("is done where it was published and the answer was lost", async () => {
    server.lose = (method, path, count) => method === "POST" && path.endsWith("/publish") && count === 1;
    expect(await put()).toEqual([1]);
  });

  it("fails where its upload is gone and no such file is there", async () => {
    refuse = (call) =>
      call.endsWith("/publish") ? Response.json({ detail: "there is no such upload" }, { status: 404 }) : undefined;
    await expect(put()).rejects.toThrow("there is no such upload");
  });
});
