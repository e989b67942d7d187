import { join } from "node:path";
import type { ProcessIdentity } from "../../process/identity.ts";
import type { Binaries } from "../binaries.ts";
import { apiserverPort } from "../processes.ts";
import type { Slot } from "../slot.ts";

/** Leads from this machine's loopback to the API and the registry inside the node. */
export function gateOf(slot: Slot, binaries: Binaries, holder: ProcessIdentity) {
  const args = [String(holder.pid), ...waysOf(slot)];
  return { name: "gate", program: join(binaries.own, "gate"), args, config: [holder.startTime] };
}

/** The arguments of a gate after the process whose network it leads to: no two gates of a machine share one. */
export function waysOf(slot: Slot): string[] {
  return [
    `127.0.0.1:${slot.apiPort}=127.0.0.1:${apiserverPort}`,
    `127.0.0.1:${slot.registryPort}=127.0.0.1:${slot.registryPort}`,
  ];
}
