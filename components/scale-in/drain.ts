import { formatSeconds } from "../lib/units.ts";
import { RefusedError } from "./drive.ts";
import { explained } from "./explain.ts";
import { type Hold, takeHold } from "./lease/hold.ts";
import { type Change, changeOf, ordinalOf, podOf, setName } from "./nodes.ts";
import { afterDrain, isUnfinished, underWay } from "./record.ts";
import type { ScaleInWorld } from "./world.ts";

const MOST_CHANGES = 3;

/**
 * Makes sure that the StatefulSet may have `to` replicas: returns when whoever has to leave holds nothing any more, and takes
 * back whoever was leaving and stays. Nothing happens to pods. Throws an Error that says what stands and how to go on.
 */
export async function drain(world: ScaleInWorld, to: number): Promise<void> {
  const { set, nodes } = world;
  const subject = `${nodes.called} of ${setName(set)}`;
  try {
    if (await isNeeded(world, to)) await drainUnderLease(world, to, subject);
  } catch (error) {
    throw explained(error, subject, (await world.pods.replicas().catch(() => undefined)) ?? to, to);
  }
}

/** A count that stays as it is concerns nobody, unless an earlier run left something half done. */
async function isNeeded(world: ScaleInWorld, to: number): Promise<boolean> {
  const from = await world.pods.replicas();
  if (from === undefined) return false;
  return from !== to || isUnfinished((await world.lease.read())?.record, to) || (await isMarked(world, to));
}

/** Left over from an earlier scale-in: whoever comes back under such a name would come as somebody who leaves. */
async function isMarked({ set, nodes }: ScaleInWorld, to: number): Promise<boolean> {
  return (await nodes.marked()).some((host) => (ordinalOf(set, host) ?? to) < to);
}

async function drainUnderLease(world: ScaleInWorld, to: number, subject: string): Promise<void> {
  const { set, pods, lingering, clock, signal } = world;
  await lingering.end(setName(set));
  const hold = await takeHold({ ...world, port: world.lease, say: (line) => world.say(`${subject}: ${line}`) });
  try {
    for (let changes = 0; ; changes++) {
      const change = changeOf(set, await pods.replicas(), to);
      await leave(world, change, hold, subject);
      // Whoever raised the count meanwhile has brought nodes that nobody has drained.
      if (((await pods.replicas()) ?? 0) <= change.from) break;
      if (changes >= MOST_CHANGES)
        throw new RefusedError(["its count is being changed by somebody else; stop that first"]);
    }
  } catch (error) {
    await hold.release().catch(() => undefined);
    throw error;
  }
  // Until the StatefulSet has the count, the lease is kept, and settling gives it back: a run that saw another count meanwhile
  // would take a node back whose pod is being removed, or remove one that nobody has drained.
  if ((await pods.replicas()) === to && hold.record === undefined) await hold.release();
  else lingering.begin(setName(set), hold, clock, signal);
}

async function leave(world: ScaleInWorld, change: Change, hold: Hold, subject: string): Promise<void> {
  const { set, nodes, clock, signal, limitSeconds } = world;
  const { from, to, leavers } = change;
  const before = hold.record;
  const isQuiet = leavers.length === 0 && !isUnfinished(before, to) && !(await isMarked(world, to));
  if (isQuiet) return;
  const say = (line: string): void => world.say(`${subject}: ${line}`);
  await nodes.drive(change, {
    ...{ clock, signal, limitSeconds, say },
    alive: () => hold.renew(),
    begin: async ({ seconds, because }) => {
      await hold.keep(underWay(set, before, to, leavers) ?? before);
      if (leavers.length === 0) return;
      const who = leavers.map(podOf).join(", ");
      say(`from ${from} to ${to}: draining ${who} (${because}); ends without scaling after ${formatSeconds(seconds)}`);
    },
  });
  await hold.keep(afterDrain(set, before, to, leavers));
  if (leavers.length > 0) say(`${leavers.map(podOf).join(", ")} may go: drained`);
}
