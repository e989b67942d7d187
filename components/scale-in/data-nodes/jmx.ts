import { z } from "zod";
import type { DataNodeFacts, NameNodeFacts } from "./facts.ts";

/** Beans of a NameNode that are asked for, one request each: all of them together are megabytes. */
export const BEANS = ["NameNodeStatus", "NameNodeInfo", "FSNamesystem"] as const;

const status = z.object({ State: z.string() });
const info = z.object({ Safemode: z.string(), LiveNodes: z.string(), DeadNodes: z.string() });
const system = z.object({
  UnderReplicatedBlocks: z.number(),
  PendingReconstructionBlocks: z.number(),
  // From 0 to 1; stays 0 where there was no block when it began.
  ReconstructionQueuesInitProgress: z.number().catch(0),
  MissingBlocks: z.number(),
  NumLiveDataNodes: z.number(),
  NumInServiceLiveDataNodes: z.number(),
});
const live = z.record(
  z.string(),
  z.object({
    adminState: z.string(),
    lastContact: z.number(),
    used: z.number(),
    remaining: z.number(),
    capacity: z.number(),
  }),
);
const dead = z.record(z.string(), z.object({ lastContact: z.number() }));

const adminStates: Readonly<Record<string, DataNodeFacts["adminState"]>> = {
  "In Service": "in-service",
  "Decommission In Progress": "decommissioning",
  Decommissioned: "decommissioned",
};

/** What a NameNode's beans say. Throws an Error for an answer that is none. */
export function readBeans(name: string, beans: readonly unknown[], mounted: readonly string[]): NameNodeFacts {
  const [{ State }, { Safemode, LiveNodes, DeadNodes }, counts] = [
    status.parse(beans[0]),
    info.parse(beans[1]),
    system.parse(beans[2]),
  ];
  const nodes = Object.entries(live.parse(JSON.parse(LiveNodes)));
  const inService = nodes.filter(([, { adminState }]) => adminStates[adminState] === "in-service").length;
  return {
    name,
    active: State === "active",
    safeMode: Safemode !== "",
    live: nodes.map(([node, { adminState, lastContact, used, remaining, capacity }]) => ({
      host: hostOf(node),
      adminState: adminStates[adminState] ?? "other",
      silentSeconds: lastContact,
      usedBytes: used,
      remainingBytes: remaining,
      capacityBytes: capacity,
    })),
    // Counted a moment after the nodes were listed.
    hidden: Math.max(0, counts.NumLiveDataNodes - nodes.length),
    hiddenInService: Math.max(0, counts.NumInServiceLiveDataNodes - inService),
    dead: Object.entries(dead.parse(JSON.parse(DeadNodes))).map(([node, { lastContact }]) => ({
      host: hostOf(node),
      silentSeconds: lastContact,
    })),
    underReplicated: counts.UnderReplicatedBlocks,
    pending: counts.PendingReconstructionBlocks,
    missing: counts.MissingBlocks,
    recounting: counts.ReconstructionQueuesInitProgress > 0 && counts.ReconstructionQueuesInitProgress < 1,
    mounted,
  };
}

/** One bean of an answer of `/jmx`. */
export function beanOf(body: string): unknown {
  const { beans } = z.object({ beans: z.array(z.unknown()) }).parse(JSON.parse(body));
  if (beans.length === 0) throw new Error("the NameNode does not show this bean yet");
  return beans[0];
}

/** The exclude list in a file: a name a line. */
export function readList(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

const hostOf = (node: string): string => node.split(":")[0] ?? node;
