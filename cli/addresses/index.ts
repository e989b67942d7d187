import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { processesWith } from "../../local/host/leftovers.ts";
import { startDaemon } from "../../local/process/daemon.ts";
import { Failure } from "../../local/process/failure.ts";
import { endProcess, isAlive } from "../../local/process/identity.ts";
import { readRecord, removeRecord, writeRecord } from "../../local/process/record.ts";
import { lastLines } from "../../local/process/run.ts";
import { parsedJson } from "../parsed-json.ts";
import type { Site } from "../toolchain/index.ts";
import { type Address, refuseTaken } from "./address.ts";
import { type AddressBook, addressBookShape, type OpenAddress, readyShape } from "./book.ts";

const readySeconds = 20;

function filesOf(site: Site) {
  const folder = join(site.home, "local");
  return {
    folder,
    book: join(folder, "addresses.json"),
    ready: join(folder, "addresses.ready.json"),
    record: join(folder, "addresses.pid.json"),
    log: join(folder, "logs", "addresses.log"),
  };
}

/** Refuses before anything is made what would only fail at the end: a port that somebody else uses. */
export async function refuseTakenPorts(site: Site, ports: Readonly<Record<string, number>>): Promise<void> {
  await endForgotten(site);
  const ours = (await openAddresses(site)).map(({ port }) => port);
  for (const [name, port] of Object.entries(ports)) if (!ours.includes(port)) await refuseTaken(name, port);
}

/** Makes sure that each address leads to its Service, whichever pods it has now. Starts nothing twice. Throws a Failure. */
export async function ensureAddresses(site: Site, book: AddressBook): Promise<readonly OpenAddress[]> {
  const files = filesOf(site);
  const text = JSON.stringify(book);
  const same = (await readFile(files.book, "utf8").catch(() => undefined)) === text;
  const open = await openAddresses(site);
  if (same && open.length === book.addresses.length && open.every(({ problem }) => problem === undefined)) return open;
  await stopAddresses(site);
  if (book.addresses.length === 0) return [];
  await mkdir(files.folder, { recursive: true });
  await writeFile(files.book, text);
  return start(site, book.addresses);
}

async function start(site: Site, addresses: readonly Address[]): Promise<readonly OpenAddress[]> {
  const files = filesOf(site);
  const daemon = await startDaemon({
    command: process.execPath,
    args: [
      ...["--disable-warning=ExperimentalWarning", join(site.root, "cli", "addresses", "main.ts")],
      ...[files.book, files.ready],
    ],
    env: site.env,
    cwd: site.root,
    logFile: files.log,
  });
  await writeRecord(files.record, { ...daemon });
  const deadline = Date.now() + readySeconds * 1000;
  let ready = await readReady(site, daemon.pid);
  while (ready === undefined && isAlive(daemon) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    ready = await readReady(site, daemon.pid);
  }
  const broken = ready?.opened.filter(({ problem }) => problem !== undefined);
  if (ready !== undefined && broken?.length === 0) return ready.opened;
  const log = lastLines(await readFile(files.log, "utf8").catch(() => ""), 4);
  await stopAddresses(site);
  throw new Failure({
    what: "local addresses could not be opened",
    on: addresses.map(({ name, port }) => `${name} at 127.0.0.1:${port}`).join(", "),
    why: broken?.map(({ name, problem }) => `${name}: ${problem ?? ""}`).join("\n") ?? `no answer\n${log}`,
    todo: `the platform itself is up; mend this and run ./yard up again (log: ${files.log})`,
  });
}

/** The addresses that are open now. */
export async function openAddresses(site: Site): Promise<readonly OpenAddress[]> {
  const record = await readRecord(filesOf(site).record, {});
  if (record === undefined || !isAlive(record)) return [];
  return (await readReady(site, record.pid))?.opened ?? [];
}

/** Ends a process of ours that keeps addresses open while its record is gone, as when somebody deleted the folder. */
async function endForgotten(site: Site): Promise<void> {
  const { book, ready, record } = filesOf(site);
  const known = await readRecord(record, {});
  for (const forgotten of processesWith(book, ready)) if (forgotten.pid !== known?.pid) await endProcess(forgotten, 5);
}

/** Closes them all. */
export async function stopAddresses(site: Site): Promise<void> {
  const files = filesOf(site);
  const record = await readRecord(files.record, {});
  if (record !== undefined && isAlive(record)) await endProcess(record, 5);
  await endForgotten(site);
  await rm(files.ready, { force: true });
  await removeRecord(files.record);
}

/** Closes them where they are of this stack, or where nobody wrote down whose they are. */
export async function stopAddressesOf(site: Site, stack: string): Promise<void> {
  const text = await readFile(filesOf(site).book, "utf8").catch(() => "");
  const owner = addressBookShape.safeParse(parsedJson(text)).data?.stack;
  if (owner === undefined || owner === stack) await stopAddresses(site);
}

async function readReady(site: Site, pid: number): Promise<z.infer<typeof readyShape> | undefined> {
  const text = await readFile(filesOf(site).ready, "utf8").catch(() => undefined);
  const ready = text === undefined ? undefined : readyShape.parse(JSON.parse(text));
  return ready?.pid === pid ? ready : undefined;
}
