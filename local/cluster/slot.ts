import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { withLock } from "../cache/lock.ts";
import { Failure } from "../process/failure.ts";
import { identify, isAlive, type ProcessIdentity } from "../process/identity.ts";
import { clusterPaths } from "./site.ts";

/** What two clusters of one machine must not share; everything else of a node lies in namespaces of its own. */
export interface Slot {
  /** `0` - `31`. */
  readonly number: number;
  /** Port of the API on 127.0.0.1. */
  readonly apiPort: number;
  /** Port of the registry on 127.0.0.1, outside and inside the node. */
  readonly registryPort: number;
  /** The cgroup that holds all pods. */
  readonly cgroup: string;
}

const slots = 32;
const slotShape = z.object({
  slot: z
    .int()
    .min(0)
    .max(slots - 1),
});
const claimShape = z.object({ home: z.string(), pid: z.int(), startTime: z.string() });

/** Claims of all clusters of this machine; forgotten when it boots, as the clusters themselves are. */
export const machineFolder = "/run/trainyard/slots";

export function slotOf(number: number): Slot {
  return {
    number,
    apiPort: 26443 + number,
    registryPort: 25000 + number,
    cgroup: `/trainyard-cluster-${number}`,
  };
}

/** The slot that a cluster had when it ran last. */
export function rememberedSlot(file: string): Slot | undefined {
  try {
    return slotOf(slotShape.parse(JSON.parse(readFileSync(file, "utf8"))).slot);
  } catch {
    return undefined;
  }
}

/** Takes a slot for the cluster of `home`: the one it had, else the first that is free. Held by this process for now. */
export async function claimSlot(home: string, file: string, folder = machineFolder): Promise<Slot> {
  mkdirSync(folder, { recursive: true });
  return withLock(join(folder, "lock"), async () => {
    const remembered = rememberedSlot(file);
    if (remembered !== undefined) {
      const holder = claimant(remembered.number, folder);
      if (holder !== undefined && holder.home !== home) throw taken(remembered, holder.home);
      if (holder === undefined && !(await portsAreFree(remembered))) throw taken(remembered, "another program");
      writeClaim(folder, remembered, home, ownIdentity());
      return remembered;
    }
    const numbers = Array.from({ length: slots }, (_, number) => number);
    const untouched = numbers.filter((number) => !isReserved(number, folder));
    for (const number of new Set([...untouched, ...numbers])) {
      const slot = slotOf(number);
      if (claimant(number, folder) !== undefined || !(await portsAreFree(slot))) continue;
      writeClaim(folder, slot, home, ownIdentity());
      writeFileSync(file, `${JSON.stringify({ slot: number })}\n`);
      return slot;
    }
    throw new Failure({
      what: "no slot for a cluster is free",
      on: folder,
      why: `${slots} clusters run, or other programs have their ports (${slotOf(0).apiPort} and up)`,
      todo: "stop one of them: ./yard local down in its clone",
    });
  });
}

/** Hands a slot on from this process to the one that lives as long as the node. */
export function holdSlot(slot: Slot, home: string, holder: ProcessIdentity, folder = machineFolder): void {
  mkdirSync(folder, { recursive: true });
  writeClaim(folder, slot, home, holder);
}

/** Gives a slot back for good, with the data that went with it; a cluster that only stops keeps its claim. */
export function releaseSlot(slot: Slot, home: string, folder = machineFolder): void {
  const claim = readClaim(slot.number, folder);
  if (claim?.home === home) rmSync(claimFile(folder, slot.number), { force: true });
}

/** Processes that hold slots for the cluster of `home`; more than one, or one of no record, where its folder was deleted meanwhile. */
export function holdersOf(home: string, folder = machineFolder): { readonly slot: Slot; readonly pid: number }[] {
  return Array.from({ length: slots }, (_, number) => number).flatMap((number) => {
    const claim = claimant(number, folder);
    return claim?.home === home ? [{ slot: slotOf(number), pid: claim.pid }] : [];
  });
}

/** Who has a slot now: the claim of a living process. */
function claimant(number: number, folder: string): z.infer<typeof claimShape> | undefined {
  const claim = readClaim(number, folder);
  return claim !== undefined && isAlive(claim) ? claim : undefined;
}

/** True for a slot that a stopped cluster will want again: others take it only when there is no other. */
function isReserved(number: number, folder: string): boolean {
  const claim = readClaim(number, folder);
  return claim !== undefined && rememberedSlot(clusterPaths(claim).slot)?.number === number;
}

function readClaim(number: number, folder: string): z.infer<typeof claimShape> | undefined {
  try {
    return claimShape.parse(JSON.parse(readFileSync(claimFile(folder, number), "utf8")));
  } catch {
    return undefined;
  }
}

function writeClaim(folder: string, slot: Slot, home: string, { pid, startTime }: ProcessIdentity): void {
  const file = claimFile(folder, slot.number);
  writeFileSync(`${file}.aside`, `${JSON.stringify({ home, pid, startTime })}\n`);
  renameSync(`${file}.aside`, file);
}

function claimFile(folder: string, number: number): string {
  return join(folder, `${number}.json`);
}

function ownIdentity(): ProcessIdentity {
  return identify(process.pid) ?? { pid: process.pid, startTime: "unknown" };
}

function taken(slot: Slot, by: string): Failure {
  return new Failure({
    what: "the slot of this cluster is taken",
    on: `slot ${slot.number} (127.0.0.1:${slot.apiPort} and 127.0.0.1:${slot.registryPort})`,
    why: `${by} uses it`,
    todo: "stop that one, or give this cluster another slot, without its data: ./yard local reset --yes",
  });
}

async function portsAreFree(slot: Slot): Promise<boolean> {
  for (const port of [slot.apiPort, slot.registryPort]) {
    const free = await new Promise<boolean>((resolve) => {
      const server = createServer();
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
    if (!free) return false;
  }
  return true;
}
