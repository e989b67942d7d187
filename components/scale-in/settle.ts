import { formatSeconds } from "../lib/units.ts";
import { LOOK_MS, messageOf, UnfinishedError } from "./drive.ts";
import { type Hold, takeHold } from "./lease/hold.ts";
import { changeOf, ordinalOf, setName } from "./nodes.ts";
import { Progress } from "./progress.ts";
import type { ScaleInWorld } from "./world.ts";

/** For pods that hold nothing any more to end. */
const GONE_SECONDS = 900;

/**
 * After the StatefulSet has `to` replicas: volumes of drained nodes go, marks of nodes that are there again too, and the
 * record with them. A volume of a node that nobody drained stays, and is named.
 */
export async function settle(world: ScaleInWorld, to: number): Promise<void> {
  const subject = `${world.nodes.called} of ${setName(world.set)}`;
  const say = (line: string): void => world.say(`${subject}: ${line}`);
  try {
    await world.lingering.end(setName(world.set));
    const hold = await takeHold({ ...world, port: world.lease, say });
    try {
      await settleUnderLease({ ...world, say }, to, hold);
      await hold.keep(undefined);
    } finally {
      await hold.release().catch(() => undefined);
    }
  } catch (error) {
    const what = `${subject}: its ${to} nodes stand, but what the others left behind is not all gone`;
    throw new Error(`${what}: ${messageOf(error)}; run up again to go on`, { cause: error });
  }
}

async function settleUnderLease(world: ScaleInWorld, to: number, hold: Hold): Promise<void> {
  const { set, pods, nodes, clock, signal, say } = world;
  await untilGone(world, to, hold);
  const drained = (hold.record?.drained ?? []).map((host) => ordinalOf(set, host) ?? -1).filter((one) => one >= to);
  for (const { name, ordinal } of await pods.claims()) {
    if (ordinal < to) continue;
    if (drained.includes(ordinal)) {
      await hold.renew();
      await pods.removeClaim(name);
      say(`volume ${name} removed; its node was drained`);
    } else say(`volume ${name} kept: its node was not drained; look what it holds, then delete it yourself`);
  }
  await nodes.drive(changeOf(set, to, to), {
    ...{ clock, signal, say },
    alive: () => hold.renew(),
    begin: async () => undefined,
  });
}

async function untilGone({ pods, clock, signal, say }: ScaleInWorld, to: number, hold: Hold): Promise<void> {
  const progress = new Progress(clock, say);
  const endMs = clock.now() + GONE_SECONDS * 1000;
  for (;;) {
    await hold.renew();
    const wanted = (await pods.replicas()) ?? to;
    // A pod that just moves is not there either, and comes back for its volume.
    if (wanted > to) throw new UnfinishedError(`somebody else has set its count to ${wanted}`);
    const left = (await pods.pods()).filter((ordinal) => ordinal >= to);
    if (left.length === 0) return;
    const text = `${left.length} pods have not ended yet (${left.join(", ")})`;
    if (clock.now() >= endMs) throw new UnfinishedError(`${text} after ${formatSeconds(GONE_SECONDS)}`);
    progress.tell("ending", text);
    await clock.sleep(LOOK_MS, signal);
    if (signal?.aborted === true) throw new UnfinishedError("interrupted");
  }
}
