import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CorpusState } from "../../../components/corpus/args.ts";
import { corpusLifecycle } from "../../../components/corpus/lifecycle.ts";
import { DataApiClient } from "../../../components/data-api/client/index.ts";
import { type ContractServer, contractServer, TEST_TOKEN } from "../../support/data-api/server.ts";

const stages = {
  clean: { accepted: 9, rejected: 3, reasons: { "no-khmer": 2, link: 1 } },
  split: { accepted: 8, rejected: 0, reasons: {} },
};
const passage = { id: "ab12", stage: "clean", reason: "link", text: "មើល http://example.org", source: "a.po" };
const path = "/corpora/khmer";

let server: ContractServer;
let folder: string;
let said: string[];

beforeEach(async () => {
  server = await contractServer();
  folder = await mkdtemp(join(tmpdir(), "corpus-"));
  said = [];
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** A prepared corpus with these files, in a folder of its own. */
async function prepared(corpusId: string, files: Readonly<Record<string, string>>) {
  const corpusDir = await mkdtemp(join(folder, "prepared-"));
  const rows = { "rejected.jsonl": `${JSON.stringify(passage)}\n`, ...files };
  for (const [name, text] of Object.entries(rows)) await writeFile(join(corpusDir, name), text);
  const listed = Object.entries(rows).map(([name, text]) => ({
    ...{ path: name, size: Buffer.byteLength(text) },
    sha256: createHash("sha256").update(text).digest("hex"),
  }));
  const tokens = { train: 800, validation: 80, test: 70, vocabulary: 512, type: "uint16" };
  const counters = { stages, usability: 0.89, usabilityOfKhmer: 0.9636 };
  await writeFile(join(corpusDir, "manifest.json"), JSON.stringify({ id: corpusId, files: listed, counters, tokens }));
  return { controlUrl: server.url, token: TEST_TOKEN, path, corpusId, corpusDir };
}

/** Pauses between tries pass at once; time limits never come. */
const noPause = async (ms: number, signal?: AbortSignal): Promise<void> => {
  if (ms >= 60_000) return new Promise((resolve) => signal?.addEventListener("abort", () => resolve()));
};

const snapshots = () => join(folder, "snapshots");
const lifecycle = () => {
  const { create, update, ...rest } = corpusLifecycle(
    (_config, { controlUrl, token }) => ({
      api: new DataApiClient({ address: async () => controlUrl, token, userAgent: "test" }),
      snapshots: snapshots(),
      say: (line) => void said.push(line),
    }),
    snapshots,
  );
  return {
    ...rest,
    create: async (inputs: object) => (await create(inputs)) as { outs: CorpusState },
    update: async (olds: object, news: object) => (await update("", olds, news)) as { outs: CorpusState },
  };
};

describe("a corpus", () => {
  it("is brought, kept as a snapshot, and read back file by file", async () => {
    const inputs = await prepared("one", { "train.bin": "tokens", "tokenizer.model": "model" });
    const { outs } = await lifecycle().create(inputs);
    expect(outs).toMatchObject({ snapshotId: "snapshot-1", files: 4, dir: join(folder, "snapshots", "snapshot-1") });
    expect((await readdir(outs.dir)).sort()).toEqual([
      ...["manifest.json", "rejected.jsonl", "tokenizer.model", "train.bin"],
    ]);
    expect(await readFile(join(outs.dir, "train.bin"), "utf8")).toBe("tokens");
    expect([...server.files.keys()].every((file) => file.startsWith("/corpora/khmer/"))).toBe(true);
  });

  it("leaves its counters, its usability and what was turned away in tables", async () => {
    await lifecycle().create(await prepared("one", { "train.bin": "tokens" }));
    const cells = (table: string) =>
      server.tables
        .get(table)
        ?.map(({ key, cells }) => [
          key.toString(),
          Object.fromEntries(cells.map(({ column, value }) => [column, value.toString()])),
        ]);
    expect(cells("corpus:snapshots")).toMatchObject([
      [
        "snapshot-1",
        {
          ...{ "s:corpus": "one", "s:usability": "0.89", "s:usabilityOfKhmer": "0.9636", "s:files": "3" },
          ...{ "c:clean.accepted": "9", "c:clean.rejected": "3", "c:clean.reason.no-khmer": "2" },
        },
      ],
    ]);
    expect(cells("corpus:rejected")).toEqual([
      [
        "snapshot-1/clean/link/ab12",
        { "r:text": passage.text, "r:stage": "clean", "r:reason": "link", "r:source": "a.po" },
      ],
    ]);
  });

  it("that is the same is sent once, and has one snapshot", async () => {
    const inputs = await prepared("one", { "train.bin": "tokens" });
    const first = await lifecycle().create(inputs);
    const sent = server.calls.filter((call) => call === "PUT /v1/files").length;
    const second = await lifecycle().update(first.outs, inputs);
    expect(second.outs).toEqual(first.outs);
    expect(server.calls.filter((call) => call === "PUT /v1/files").length).toBe(sent);
    expect(server.snapshots.length).toBe(1);
  });

  it("that changed is another snapshot, and the older one is as it was", async () => {
    const first = await lifecycle().create(await prepared("one", { "train.bin": "tokens", "pairs.jsonl": "{}" }));
    const second = await lifecycle().update(first.outs, await prepared("two", { "train.bin": "more tokens" }));
    expect(second.outs).toMatchObject({ snapshotId: "snapshot-2", files: 3 });
    expect([...server.files.keys()].sort()).toEqual(
      ["manifest.json", "rejected.jsonl", "train.bin"].map((name) => `${path}/${name}`),
    );
    expect(server.snapshots[0]?.files.get(`${path}/train.bin`)?.bytes.toString()).toBe("tokens");
    expect(said).toContain("/corpora/khmer: 2 of 3 files brought, 1 of an older corpus removed");
  });

  it("leaves the files of others in its folder where they are", async () => {
    server.put(`${path}/notes of a person.txt`, "kept nowhere else", "text/plain");
    const first = await lifecycle().create(await prepared("one", { "train.bin": "tokens", "pairs.jsonl": "{}" }));
    await lifecycle().update(first.outs, await prepared("two", { "train.bin": "more tokens" }));
    expect([...server.files.keys()].sort()).toEqual(
      ["manifest.json", "notes of a person.txt", "rejected.jsonl", "train.bin"].map((name) => `${path}/${name}`),
    );
  });

  it("takes away nothing where the manifest is no corpus's", async () => {
    server.put(`${path}/manifest.json`, "of something else", "text/plain");
    server.put(`${path}/notes.txt`, "kept nowhere else", "text/plain");
    await lifecycle().create(await prepared("one", {}));
    expect([...server.files.keys()]).toContain(`${path}/notes.txt`);
  });

  it("that was cut while it took an older one away goes on there", async () => {
    const first = await lifecycle().create(await prepared("one", { "train.bin": "tokens", "pairs.jsonl": "{}" }));
    const two = await prepared("two", { "train.bin": "more tokens" });
    server.cut = (method) => method === "DELETE";
    const api = new DataApiClient({
      ...{ address: async () => server.url, token: TEST_TOKEN, userAgent: "test" },
      clock: { now: () => 0, sleep: noPause },
    });
    const broken = corpusLifecycle(() => ({ api, snapshots: snapshots(), say: () => undefined }), snapshots);
    await expect(broken.update("", first.outs, two)).rejects.toThrow(`delete "${path}/pairs.jsonl"`);
    server.cut = () => false;
    await lifecycle().update(first.outs, two);
    expect([...server.files.keys()]).not.toContain(`${path}/pairs.jsonl`);
  });

  it("that comes back after another one is a snapshot again", async () => {
    const one = await prepared("one", { "train.bin": "tokens" });
    const first = await lifecycle().create(one);
    const second = await lifecycle().update(first.outs, await prepared("two", { "train.bin": "more tokens" }));
    const third = await lifecycle().update(second.outs, one);
    expect(third.outs).toMatchObject({ snapshotId: "snapshot-3", manifestSha256: first.outs.manifestSha256 });
  });

  it("goes on where it was interrupted", async () => {
    const inputs = await prepared("one", { "train.bin": "tokens", "tokenizer.model": "model" });
    server.cut = (method, route) => method === "POST" && route === "/v1/snapshots";
    const around = { address: async () => server.url, token: TEST_TOKEN, userAgent: "test" };
    const api = new DataApiClient({ ...around, clock: { now: () => 0, sleep: noPause } });
    const broken = corpusLifecycle(() => ({ api, snapshots: snapshots(), say: () => undefined }), snapshots);
    await expect(broken.create(inputs)).rejects.toThrow('take a snapshot of "/corpora/khmer"');
    server.cut = () => false;
    const sent = server.calls.filter((call) => call === "PUT /v1/files").length;
    await lifecycle().create(inputs);
    expect(server.calls.filter((call) => call === "PUT /v1/files").length).toBe(sent);
  });

  it("whose files are not what its manifest says is refused before a run could use it", async () => {
    const inputs = await prepared("one", { "train.bin": "tokens" });
    await writeFile(join(inputs.corpusDir, "train.bin"), "others");
    await expect(lifecycle().create(inputs)).rejects.toThrow("the content is another one");
    expect(server.snapshots).toEqual([]);
  });

  it("of another id than was asked for is refused", async () => {
    const inputs = { ...(await prepared("one", {})), corpusId: "two" };
    await expect(lifecycle().create(inputs)).rejects.toThrow("manifest.json is of corpus one, expected two");
  });
});

describe("what the next update does", () => {
  const changes = async (change: Readonly<Record<string, string>>) => {
    const inputs = await prepared("one", { "train.bin": "tokens" });
    const { outs } = await lifecycle().create(inputs);
    return lifecycle().diff("", outs, { ...inputs, ...change });
  };

  it("is nothing for the same corpus, wherever it was prepared and whatever the token", async () => {
    expect(await changes({ corpusDir: "/elsewhere", token: "another" })).toMatchObject({ changes: false });
  });

  it("is another snapshot for another corpus, and another folder for another path", async () => {
    expect(await changes({ corpusId: "two" })).toMatchObject({ changes: true, replaces: [] });
    expect(await changes({ path: "/corpora/other" })).toMatchObject({ changes: true, replaces: ["path"] });
  });

  it("is to read it on a machine that does not have it", async () => {
    const inputs = await prepared("one", { "train.bin": "tokens" });
    const { outs } = await lifecycle().create(inputs);
    await rm(snapshots(), { recursive: true });
    expect(await lifecycle().diff("", outs, inputs)).toMatchObject({ changes: true });
    await lifecycle().update(outs, inputs);
    expect(await readFile(join(outs.dir, "train.bin"), "utf8")).toBe("tokens");
    expect(server.snapshots.length).toBe(1);
  });

  it("refuses a path that is none", async () => {
    const answer = await lifecycle().check({}, { path: "corpora" });
    expect(answer.failures).toEqual([{ property: "path", reason: "must be a whole path, as /corpora/khmer" }]);
  });
});
