import { formatBytes } from "../../lib/units.ts";
import type { Limit } from "../machine.ts";
import type { Change } from "../nodes.ts";
import { activeOf, type HdfsFacts } from "./facts.ts";
import { GHOST_SECONDS, isHaunted } from "./ghosts.ts";

const MEBIBYTE = 1024 * 1024;
/** The kubelet brings the list within two minutes, HDFS looks every half minute whether a node is done, files are closed. */
export const FIXED_SECONDS = 900;
/** Copies compete with whoever else reads and writes. */
const SLACK = 3;

/**
 * How long a drain may take: the bytes that have to be copied, at the bandwidth of one node, with slack, and before that
 * until HDFS has forgotten whoever went a short while ago.
 */
export function dataNodeLimit({ leavers }: Change, seen: HdfsFacts, mebibytesPerSecond: number): Limit {
  const nodes = activeOf(seen)?.live ?? [];
  const bytes = nodes.filter(({ host }) => leavers.includes(host)).reduce((sum, { usedBytes }) => sum + usedBytes, 0);
  const seconds = FIXED_SECONDS + SLACK * Math.ceil(bytes / (mebibytesPerSecond * MEBIBYTE));
  const because = `${formatBytes(bytes)} at ${mebibytesPerSecond} MiB/s`;
  if (!isHaunted(seen)) return { seconds, because };
  return { seconds: seconds + GHOST_SECONDS, because: `${because}, after nodes that went before` };
}
