import { createHash, type Hash } from "node:crypto";
import { request } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DataApiClient } from "../../support/data-api-client.ts";
import { DataApiDrill } from "../../support/data-api-drill.ts";
import { patient } from "../../support/patient.ts";
import { type FileMetadata, get, noise, put, sha256 } from "./files.ts";

const SMALL_FILES = 10_000;
const CALLERS = 16;
const LARGE_BYTES = 2_000_000_000;
const BLOCK = noise(1_000_000, 3);

let drill: DataApiDrill;
let api: DataApiClient;

/** Content of a small file; one in a hundred is large enough for a MOB cell. */
const small = (index: number): Buffer => noise(index % 100 === 0 ? 120_000 : 200 + (index % 3000), index);
const pathOf = (index: number): string => `/bulk/ថត${index % 20}/ឯកសារ-${index}.txt`;

async function all(each: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const caller = async () => {
    for (let index = next++; index < SMALL_FILES; index = next++) await each(index);
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

/** So many bytes, no block like the one before it. */
function* blocks(hash: Hash): Generator<Buffer> {
  for (let sent = 0; sent < LARGE_BYTES; sent += BLOCK.length) {
    const block = Buffer.from(BLOCK);
    block.writeUInt32BE(sent / BLOCK.length, 0);
    hash.update(block);
    yield block;
  }
}

async function upload(path: string): Promise<{ readonly status: number; readonly sha256: string }> {
  const hash = createHash("sha256");
  const headers = { authorization: `Bearer ${api.tokens.writer}`, "content-length": String(LARGE_BYTES) };
  const url = new URL(`${api.url}/v1/files?path=${encodeURIComponent(path)}`);
  const call = request(url, { method: "PUT", headers });
  const answered = new Promise<number>((resolve, reject) => {
    call.once("response", (answer) => {
      answer.resume().once("end", () => {
        resolve(answer.statusCode ?? 0);
      });
    });
    call.once("error", reject);
  });
  await pipeline(Readable.from(blocks(hash)), call);
  return { status: await answered, sha256: hash.digest("hex") };
}

async function downloaded(path: string): Promise<string> {
  const hash = createHash("sha256");
  const headers = { authorization: `Bearer ${api.tokens.reader}` };
  const answer = await fetch(`${api.url}/v1/files?path=${encodeURIComponent(path)}`, { headers });
  if (answer.body !== null) for await (const chunk of answer.body) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

beforeAll(async () => {
  drill = await DataApiDrill.open("api-bulk-test");
  api = drill.client;
}, 1_500_000);
afterAll(async () => {
  await drill.close();
});

describe("much data over the data API", { timeout: 1_500_000 }, () => {
  // On a fast machine these callers pass the limit of one person.
  it(`gives back ${SMALL_FILES} small files as they came`, async () => {
    const refused: string[] = [];
    await all(async (index) => {
      const path = pathOf(index);
      const { status } = (await patient(429, path, () => put(api, path, small(index)))).answer;
      if (status !== 201) refused.push(`${path}: ${status}`);
    });
    expect(refused).toEqual([]);
    const wrong: string[] = [];
    await all(async (index) => {
      const path = pathOf(index);
      const { status, bytes } = (await patient(429, path, () => get(api, path))).answer;
      if (status !== 200) wrong.push(`${path}: ${status}`);
      else if (sha256(bytes) !== sha256(small(index))) wrong.push(`${path}: other bytes`);
    });
    expect(wrong).toEqual([]);
    const query = { path: "/bulk" };
    const bytes = Array.from({ length: SMALL_FILES }, (_, index) => small(index).length).reduce((a, b) => a + b, 0);
    const used = { usedFiles: SMALL_FILES, usedBytes: bytes };
    expect(await api.expect(200, "reader", "GET", "/v1/quotas", { query })).toMatchObject(used);
    const json = { path: "/bulk", name: "all" };
    expect(await api.expect(201, "writer", "POST", "/v1/snapshots", { json })).toMatchObject({
      files: SMALL_FILES,
      bytes,
    });
    expect(await api.expect(200, "writer", "POST", "/v1/snapshots", { json })).toMatchObject({ files: SMALL_FILES });
  });

  it("gives back a file of 2 GB as it came", async () => {
    const path = "/bulk/ធំ.bin";
    const sent = await upload(path);
    expect(sent.status).toBe(201);
    const query = { path };
    const known = await api.expect<FileMetadata>(200, "reader", "GET", "/v1/metadata", { query });
    expect(known).toMatchObject({ sizeBytes: LARGE_BYTES, sha256: sent.sha256 });
    expect(await downloaded(path)).toBe(sent.sha256);
  });
});
