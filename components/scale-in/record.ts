import { z } from "zod";
import { type NodeSet, ordinalOf } from "./nodes.ts";

/**
 * What is under way at a set, kept in the cluster: it is written before the first node is told to leave, and goes when all is
 * settled. So a later run sees what a killed one left behind, whatever Pulumi's state knows.
 */
export interface ScaleInRecord {
  /** Count that is aimed at. */
  readonly to: number;
  /** Nodes that are being drained. */
  readonly leaving: readonly string[];
  /** Nodes that are drained: their pods may go, and then their volumes. */
  readonly drained: readonly string[];
}

const hosts = z.array(z.string().min(1));
const schema = z.object({ to: z.int().min(0), leaving: hosts, drained: hosts });

/** Reads a record; undefined for what is none. */
export function parseRecord(text: string | undefined): ScaleInRecord | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether a run with this count has something to finish or to take back. */
export function isUnfinished(record: ScaleInRecord | undefined, to: number): boolean {
  return record !== undefined && (record.leaving.length > 0 || record.to !== to);
}

/** The record while nodes leave; undefined where nothing is under way. A node that stays is not drained any more. */
export function underWay(
  set: NodeSet,
  before: ScaleInRecord | undefined,
  to: number,
  leavers: readonly string[],
): ScaleInRecord | undefined {
  const drained = goneFrom(set, before, to).filter((host) => !leavers.includes(host));
  return leavers.length + drained.length === 0 ? undefined : { to, leaving: leavers, drained };
}

/** The record after they are drained. */
export function afterDrain(
  set: NodeSet,
  before: ScaleInRecord | undefined,
  to: number,
  leavers: readonly string[],
): ScaleInRecord | undefined {
  const drained = [...new Set([...goneFrom(set, before, to), ...leavers])];
  return drained.length === 0 ? undefined : { to, leaving: [], drained };
}

/** Nodes of an earlier scale-in that are still to be settled. */
function goneFrom(set: NodeSet, before: ScaleInRecord | undefined, to: number): readonly string[] {
  return (before?.drained ?? []).filter((host) => (ordinalOf(set, host) ?? -1) >= to);
}
