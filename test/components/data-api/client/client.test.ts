import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DataApiClient, DataApiError } from "../../../../components/data-api/client/index.ts";
import { sha256Of } from "../../../../components/runpod/file-hash.ts";
import { type ContractServer, contractServer, TEST_TOKEN } from "../../../support/data-api/server.ts";

let server: ContractServer;
let client: DataApiClient;
let folder: string;
const pauses: number[] = [];
/** Pauses are noted, not waited for; time limits never come. */
const clock = {
  now: () => 0,
  sleep: (ms: number, signal?: AbortSignal) => {
    if (ms >= 60_000) return new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve()));
    pauses.push(ms);
    return Promise.resolve();
  },
};
const connect = (token = TEST_TOKEN) =>
  new DataApiClient({ address: async () => server.url, token, userAgent: "test", clock });

beforeEach(async () => {
  server = await contractServer();
  client = connect();
  folder = await mkdtemp(join(tmpdir(), "data-client-"));
  pauses.length = 0;
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function local(content: string | Buffer, name = "local"): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}
const bring = async (path: string, content: string | Buffer) =>
  client.bring({ path, from: await local(content), contentType: "text/plain" });
const failure = async (work: Promise<unknown>): Promise<DataApiError> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof DataApiError) return error;
  throw new Error(`expected a DataApiError, got ${String(error)}`);
};

describe("bringing a file", () => {
  it("creates, finds it the same, and replaces what it saw", async () => {
    expect((await bring("/ខ្មែរ/ក.txt", "one")).same).toBe(false);
    expect((await bring("/ខ្មែរ/ក.txt", "one")).same).toBe(true);
    expect(server.calls.filter((call) => call.startsWith("PUT"))).toEqual(["PUT /v1/files"]);
    expect((await bring("/ខ្មែរ/ក.txt", "two")).same).toBe(false);
    expect(server.files.get("/ខ្មែរ/ក.txt")?.bytes.toString()).toBe("two");
  });

  it("refuses to replace what somebody else wrote since it looked", async () => {
    server.cut = (method) => {
      if (method === "PUT") server.put("/a", "theirs", "text/plain");
      return false;
    };
    expect((await failure(bring("/a", "ours"))).kind).toBe("changed");
    expect(server.files.get("/a")?.bytes.toString()).toBe("theirs");
  });

  it("takes a write whose answer was lost for done", async () => {
    server.cut = (method, _path, count) => {
      if (method === "PUT" && count === 1) server.put("/a", "ours", "text/plain");
      return method === "PUT" && count === 1;
    };
    expect((await bring("/a", "ours")).sha256).toBe(await sha256Of(join(folder, "local")));
    expect(pauses).toEqual([500]);
  });

  const big = randomBytes(20 * 2 ** 20);

  it("brings a large file in pieces, and goes on after a cut", async () => {
    server.cut = (method, path, count) => method === "PATCH" && path.includes("/uploads/") && count === 2;
    await bring("/big", big);
    expect(server.files.get("/big")?.bytes.equals(big)).toBe(true);
    expect(server.calls.filter((call) => call.startsWith("PATCH")).length).toBe(4);
  });

  it("gives up a large file whose pieces never arrive, and says where it stood", async () => {
    server.cut = (method) => method === "PATCH";
    const { kind, message } = await failure(bring("/big", big));
    expect(kind).toBe("away");
    expect(message).toContain("at byte 0");
    expect(server.files.has("/big")).toBe(false);
  });

  it("takes a large file that was published, and nobody said so, for done", async () => {
    server.lose = (method, path, count) => method === "POST" && path.endsWith("/publish") && count === 1;
    expect((await bring("/big", big)).sha256).toBe(await sha256Of(join(folder, "local")));
    expect(server.files.get("/big")?.bytes.equals(big)).toBe(true);
  });

  it("waits for another request that still writes the upload", async () => {
    let busy = 2;
    const fetching = async (request: Request) => {
      const changes = request.url.includes("/uploads/") && request.method !== "GET";
      if (!changes || busy === 0) return fetch(request);
      busy -= 1;
      return Response.json({ detail: "another request writes it" }, { status: 409, headers: { "Retry-After": "12" } });
    };
    const around = { address: async () => server.url, token: TEST_TOKEN, userAgent: "test", clock };
    client = new DataApiClient({ ...around, fetch: fetching });
    await bring("/big", big);
    expect(pauses).toEqual([12_000, 12_000]);
  });
});

describe("fetching a file", () => {
  const fetched = async (content: string, sha256: string) => {
    server.put("/a", content, "text/plain");
    const to = join(folder, "deep", "a");
    await client.fetch("/a", to, sha256);
    return readFile(to, "utf8");
  };

  it("writes it whole, hash checked", async () => {
    expect(await fetched("content", await sha256Of(await local("content")))).toBe("content");
  });

  it("leaves nothing of a file whose hash is another one", async () => {
    const error = await failure(fetched("content", "0".repeat(64)));
    expect(error.message).toMatch(/its SHA-256 is [0-9a-f]{64}, expected 0{64}/);
    await expect(readFile(join(folder, "deep", "a"))).rejects.toThrow("ENOENT");
  });

  it("asks only for what it lacks after a cut", async () => {
    const sha256 = await sha256Of(await local("a longer text"));
    server.put("/a", "a longer text", "text/plain");
    await writeFile(join(folder, "a.part"), "a longer ");
    await client.fetch("/a", join(folder, "a"), sha256);
    expect(await readFile(join(folder, "a"), "utf8")).toBe("a longer text");
  });

  it("reads a file as it was in a snapshot", async () => {
    server.put("/corpus/a", "then", "text/plain");
    const { id } = await client.snapshot("/corpus", "first");
    server.put("/corpus/a", "now", "text/plain");
    await client.fetch("/corpus/a", join(folder, "a"), await sha256Of(await local("then")), id);
    expect(await readFile(join(folder, "a"), "utf8")).toBe("then");
  });
});

describe("waiting for the data layer", () => {
  it("ends when all of it answers", async () => {
    server.health.status = "degraded";
    server.health.hdfs = "down";
    const slow = { ...clock, sleep: async () => void Object.assign(server.health, { status: "ok", hdfs: "ok" }) };
    const sleep = (ms: number, signal?: AbortSignal) => (ms >= 60_000 ? clock.sleep(ms, signal) : slow.sleep());
    const around = { address: async () => server.url, token: TEST_TOKEN, userAgent: "test" };
    await new DataApiClient({ ...around, clock: { now: () => 0, sleep } }).untilReady(1000);
    expect(server.health.status).toBe("ok");
  });

  it("ends with what is not there when the time is over", async () => {
    Object.assign(server.health, { status: "degraded", hdfs: "down" });
    const { message } = await failure(client.untilReady(0));
    expect(message).toBe("wait for the data API: hdfs: no NameNode answers");
  });
});

describe("calls", () => {
  it("lists a folder of many pages, and nothing for a folder that is not there", async () => {
    for (let index = 0; index < 1005; index += 1) server.put(`/many/${index}`, "", "text/plain");
    expect((await client.folder("/many")).length).toBe(1005);
    expect(await client.folder("/none")).toEqual([]);
  });

  it("writes rows many a call, and reads them back", async () => {
    await client.ensureTable("corpus:rows", ["d"]);
    await client.ensureTable("corpus:rows", ["d"]);
    const rows = Array.from({ length: 1200 }, (_, i) => ({ key: `k${i}`, cells: { "d:v": `ខ${i}` } }));
    await client.putRows("corpus:rows", rows);
    expect(server.calls.filter((call) => call.endsWith("/rows/batch")).length).toBe(3);
    const read = await client.rows("corpus:rows", "k119", 20);
    expect(read.length).toBe(11);
    expect(read[0]?.cells).toMatchObject([{ column: "d:v", value: "ខ119" }]);
  });

  it("refuses a wrong token at once, without the token in its words", async () => {
    client = connect("secret-of-mine");
    const { kind, message } = await failure(client.metadata("/a"));
    expect(kind).toBe("refused");
    expect(message).toContain("check the token of the data API's link");
    expect(message).not.toContain("secret-of-mine");
    expect(pauses).toEqual([]);
  });

  it("waits longer and longer for a service that does not answer, and then says so", async () => {
    server.cut = () => true;
    const { kind, message } = await failure(client.metadata("/a"));
    expect(kind).toBe("away");
    expect(message).toMatch(/^look at "\/a": the data API does not answer: /);
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000]);
  });
});
