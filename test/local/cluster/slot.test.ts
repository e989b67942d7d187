import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { clusterPaths } from "../../../local/cluster/site.ts";
import { claimSlot, holdersOf, holdSlot, releaseSlot, rememberedSlot, slotOf } from "../../../local/cluster/slot.ts";
import { identify } from "../../../local/process/identity.ts";

let scratch: string;
let machine: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "slot-"));
  machine = join(scratch, "machine");
});
afterEach(() => rmSync(scratch, { recursive: true }));

/** The home of a clone, and where its cluster remembers its slot. */
function clone(name: string): { readonly home: string; readonly file: string } {
  const home = join(scratch, name);
  const file = clusterPaths({ home }).slot;
  mkdirSync(dirname(file), { recursive: true });
  return { home, file };
}

const claim = ({ home, file }: ReturnType<typeof clone>) => claimSlot(home, file, machine);
const dead = { pid: 4_000_000, startTime: "long ago" };

it("gives each of two running clusters a slot of its own", async () => {
  const [one, two] = [clone("one"), clone("two")];
  const slots = [await claim(one), await claim(two)];
  expect(new Set(slots.map(({ number }) => number)).size).toBe(2);
  expect(new Set(slots.flatMap(({ apiPort, registryPort }) => [apiPort, registryPort])).size).toBe(4);
});

it("gives a cluster the slot back that it had, because image references carry its port", async () => {
  const one = clone("one");
  const before = await claim(one);
  holdSlot(before, one.home, dead, machine);
  expect(await claim(one)).toEqual(before);
  expect(rememberedSlot(one.file)).toEqual(before);
});

it("leaves the slot of a stopped cluster to it while there are others", async () => {
  const [one, two] = [clone("one"), clone("two")];
  const first = await claim(one);
  holdSlot(first, one.home, dead, machine);
  expect((await claim(two)).number).not.toBe(first.number);
});

it("takes the slot of a cluster that was forgotten", async () => {
  const [one, two] = [clone("one"), clone("two")];
  const first = await claim(one);
  releaseSlot(first, one.home, machine);
  rmSync(one.file);
  expect(await claim(two)).toEqual(first);
  expect(existsSync(join(machine, `${first.number}.json`))).toBe(true);
});

it("refuses to start on a slot that another cluster took meanwhile", async () => {
  const [one, two] = [clone("one"), clone("two")];
  const slot = await claim(one);
  const own = identify(process.pid);
  if (own === undefined) throw new Error("this process has no identity");
  holdSlot(slot, two.home, own, machine);
  await expect(claim(one)).rejects.toThrow(`slot ${slot.number} `);
});

it("passes over a slot whose port another program has", async () => {
  const one = clone("one");
  const slot = await claim(one);
  releaseSlot(slot, one.home, machine);
  rmSync(one.file);
  const server = await listenOn(slot.apiPort);
  try {
    expect((await claim(clone("two"))).number).not.toBe(slot.number);
  } finally {
    server.close();
  }
});

it("knows who holds slots for a home, and nobody who has ended", async () => {
  const [one, two] = [clone("one"), clone("two")];
  const [slot] = [await claim(one), await claim(two)];
  expect(holdersOf(one.home, machine)).toEqual([{ slot, pid: process.pid }]);
  rmSync(one.file); // as with the folder of the cluster: it cannot know its slot any more
  const other = await claim(one);
  expect(holdersOf(one.home, machine).map((held) => held.slot)).toEqual([slot, other]);
  holdSlot(slot, one.home, dead, machine);
  expect(holdersOf(one.home, machine).map((held) => held.slot)).toEqual([other]);
});

it("names ports and cgroup by the number", () => {
  expect(slotOf(3)).toEqual({ number: 3, apiPort: 26446, registryPort: 25003, cgroup: "/trainyard-cluster-3" });
});

async function listenOn(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  return server;
}
