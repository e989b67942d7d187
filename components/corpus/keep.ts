import { access, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DataApiClient } from "../data-api/client/index.ts";
import { sha256Of } from "../runpod/file-hash.ts";
import type { CorpusInputs, CorpusState } from "./args.ts";
import {
  type CorpusManifest,
  listedIn,
  MANIFEST_FILE,
  parseManifest,
  parseRejected,
  REJECTED_FILE,
} from "./manifest.ts";
import { REJECTED_TABLE, rejectedRows, SNAPSHOTS_TABLE, snapshotRow, type ToldSnapshot } from "./render/rows.ts";

export interface KeepingWorld {
  readonly api: DataApiClient;
  /** Folder of this machine for what is read back. */
  readonly snapshots: string;
  readonly say: (line: string) => void;
}

/**
 * Brings the corpus to the API's folder, keeps a snapshot of it, and reads that back: what a run trains on is what the snapshot
 * holds, file by file, by hash. The counters and the passages kept for a look go to tables. Each step finds what is done already.
 */
export async function keepCorpus(world: KeepingWorld, inputs: CorpusInputs): Promise<CorpusState> {
  const manifest = parseManifest(await readFile(join(inputs.corpusDir, MANIFEST_FILE), "utf8"), inputs.corpusId);
  await world.api.untilReady(READY_MS);
  await bringFolder(world, inputs, manifest);
  // Another name each time: a corpus that comes back is another snapshot, and an unchanged folder answers with the one it has.
  const head = inputs.corpusId
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(0, 16);
  const name = `corpus-${head}-${Date.now().toString(36)}`;
  const snapshot = await world.api.snapshot(inputs.path, name);
  world.say(`snapshot ${snapshot.id} of ${inputs.path}: ${snapshot.files} files, manifest ${snapshot.manifestSha256}`);
  const dir = await readBack(world, inputs.corpusId, inputs.corpusDir, snapshot);
  await record(world, snapshot, manifest, dir);
  const { files, bytes, manifestSha256 } = snapshot;
  return { ...inputs, snapshotId: snapshot.id, manifestSha256, files, bytes, dir };
}

/** For a data layer that was just made. */
const READY_MS = 600_000;

/** Where this machine has a snapshot. */
export const dirOf = (snapshots: string, snapshotId: string): string => join(snapshots, snapshotId);

/** Whether this machine has it: the manifest is written last. */
export async function isHere(dir: string): Promise<boolean> {
  return access(join(dir, MANIFEST_FILE)).then(
    () => true,
    () => false,
  );
}

async function bringFolder({ api, say }: KeepingWorld, inputs: CorpusInputs, manifest: CorpusManifest): Promise<void> {
  const { path, corpusDir } = inputs;
  const older = await listedThere(api, path);
  let brought = 0;
  for (const { path: name, sha256 } of manifest.files) {
    const from = join(corpusDir, name);
    const { same } = await api.bring({ path: `${path}/${name}`, from, contentType: typeOf(name), sha256 });
    if (!same) brought += 1;
  }
  const wanted = new Set([MANIFEST_FILE, ...manifest.files.map((file) => file.path)]);
  const left = (await api.folder(path)).filter(
    ({ type, name }) => type === "file" && older.has(name) && !wanted.has(name),
  );
  for (const { name, etag } of left) await api.remove(`${path}/${name}`, etag ?? "*");
  // Last: as long as the older one's is there, a call that was cut finds again what that corpus left.
  const from = join(corpusDir, MANIFEST_FILE);
  const { same } = await api.bring({ path: `${path}/${MANIFEST_FILE}`, from, contentType: typeOf(MANIFEST_FILE) });
  if (!same) brought += 1;
  say(`${path}: ${brought} of ${wanted.size} files brought, ${left.length} of an older corpus removed`);
}

/** What the manifest in a folder of the API lists; nothing where there is none, or it is no corpus's. */
async function listedThere(api: DataApiClient, path: string): Promise<ReadonlySet<string>> {
  const there = await api.metadata(`${path}/${MANIFEST_FILE}`);
  if (there === undefined) return new Set();
  const scratch = await mkdtemp(join(tmpdir(), "corpus-"));
  try {
    const file = join(scratch, MANIFEST_FILE);
    await api.fetch(there.path, file, there.sha256);
    return new Set(listedIn(await readFile(file, "utf8")));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const types: Readonly<Record<string, string>> = { json: "application/json", jsonl: "application/jsonl" };
const typeOf = (name: string): string => types[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";

async function readBack(
  { api, snapshots }: KeepingWorld,
  corpusId: string,
  corpusDir: string,
  snapshot: ToldSnapshot,
): Promise<string> {
  const dir = dirOf(snapshots, snapshot.id);
  if (await isHere(dir)) return dir;
  await mkdir(dir, { recursive: true });
  const aside = `${dir}.${MANIFEST_FILE}`;
  const sha256 = await sha256Of(join(corpusDir, MANIFEST_FILE));
  await api.fetch(`${snapshot.path}/${MANIFEST_FILE}`, aside, sha256, snapshot.id);
  const { files } = parseManifest(await readFile(aside, "utf8"), corpusId);
  for (const file of files)
    await api.fetch(`${snapshot.path}/${file.path}`, join(dir, file.path), file.sha256, snapshot.id);
  await rename(aside, join(dir, MANIFEST_FILE));
  return dir;
}

async function record(
  { api }: KeepingWorld,
  snapshot: ToldSnapshot,
  manifest: CorpusManifest,
  dir: string,
): Promise<void> {
  const hasRejected = manifest.files.some(({ path }) => path === REJECTED_FILE);
  const passages = hasRejected ? parseRejected(await readFile(join(dir, REJECTED_FILE), "utf8")) : [];
  for (const { name, families } of [SNAPSHOTS_TABLE, REJECTED_TABLE]) await api.ensureTable(name, families);
  await api.putRows(REJECTED_TABLE.name, rejectedRows(snapshot.id, passages));
  await api.putRows(SNAPSHOTS_TABLE.name, [snapshotRow(snapshot, manifest)]);
}
