import type { Lifecycle } from "../../lib/shim.ts";
import { changeSurely, createOnce, readSurely, removeSurely } from "../ensure.ts";
import { type ConnectAccount, fieldsOf, type Kind, type KindWorld, lifecycleOf } from "../kind.ts";
import { afterCreation, type Properties } from "../partial-failure.ts";
import type { NetworkVolumeRecord } from "../service.ts";
import {
  checkVolume,
  diffVolume,
  isThisVolume,
  planVolume,
  usdPerMonthOf,
  type VolumePlan,
  volumeShape,
} from "./plan.ts";

const kind: Kind = {
  check: checkVolume,
  diff: diffVolume,
  create: async (world, inputs) => {
    const plan = planVolume(inputs);
    const volume = (await adoptable(world, plan)) ?? (await createVolume(world, plan));
    const outs = await afterCreation(volume.id, inputs, stateOf(inputs, volume), async () =>
      stateOf(inputs, await syncVolume(world, plan, volume)),
    );
    return { id: volume.id, outs };
  },
  read: async (world, id, state) => {
    const volume = await readSurely(id, world.account.volumes);
    if (volume === undefined) return undefined;
    const { sizeGb, dataCenter, type, ...rest } = stateOf(state, volume);
    const props = { ...rest, sizeGb, dataCenter, type };
    return { props, inputs: { ...fieldsOf(volumeShape, props), usdPerMonth: usdPerMonthOf(volume.size, volume.type) } };
  },
  update: async (world, id, _olds, news) => {
    const volume = await world.account.volumes.get(id);
    return stateOf(news, await syncVolume(world, planVolume(news), volume));
  },
  delete: async (world, id, state) => {
    if (state["retain"] === true) {
      world.say(keptText(id, state));
      return;
    }
    const { volumes } = world.account;
    const isThere = async () => (await readSurely(id, volumes)) !== undefined;
    await removeSurely(world.clock, () => volumes.remove(id), isThere);
  },
};

/** A volume of ours that outlived its state: kept by `retain`, or made by a call whose answer was lost. */
async function adoptable({ account, say }: KindWorld, plan: VolumePlan): Promise<NetworkVolumeRecord | undefined> {
  const found = (await account.volumes.list()).filter((volume) => isThisVolume(plan, volume));
  const [volume, ...others] = found;
  if (volume === undefined) return undefined;
  if (others.length > 0) {
    const ids = found.map(({ id }) => id).join(", ");
    throw new Error(
      `network volume ${plan.physicalName}: ${found.length} volumes have this name (${ids}); delete all but one`,
    );
  }
  say(`network volume ${plan.physicalName}: taking over ${volume.id} (${volume.size} GB), which exists already`);
  return volume;
}

function createVolume({ account, clock }: KindWorld, plan: VolumePlan): Promise<NetworkVolumeRecord> {
  const { physicalName: name, sizeGb: size, dataCenter, type } = plan;
  return createOnce({
    clock,
    find: async () =>
      (await account.volumes.list()).filter((volume) => isThisVolume(plan, volume) && volume.size === size),
    send: () => account.volumes.create({ name, size, dataCenter, type }),
    discard: ({ id }) => account.volumes.remove(id),
  });
}

async function syncVolume(
  world: KindWorld,
  plan: VolumePlan,
  volume: NetworkVolumeRecord,
): Promise<NetworkVolumeRecord> {
  if (volume.size > plan.sizeGb) {
    const why = `it has ${volume.size} GB and can only grow`;
    throw new Error(`network volume ${plan.physicalName} (${volume.id}): ${why}; set sizeGb to ${volume.size} or more`);
  }
  if (volume.size === plan.sizeGb && volume.name === plan.physicalName) return volume;
  const { volumes } = world.account;
  return changeSurely(world.clock, {
    send: () => volumes.update(volume.id, { name: plan.physicalName, size: plan.sizeGb }),
    current: () => volumes.get(volume.id),
    isDone: ({ name, size }) => name === plan.physicalName && size === plan.sizeGb,
  });
}

function stateOf(inputs: Properties, volume: NetworkVolumeRecord): Properties {
  const { size: sizeGb, dataCenter, type, name: physicalName } = volume;
  const own = { sizeGb, dataCenter, type, physicalName, usdPerMonth: usdPerMonthOf(sizeGb, type) };
  return { ...fieldsOf(volumeShape, inputs), ...own };
}

function keptText(id: string, state: Properties): string {
  const size = Number(state["sizeGb"]);
  const type = volumeShape.type.catch("STANDARD").parse(state["type"]);
  const cost = `it costs $${usdPerMonthOf(size, type).toFixed(2)} a month`;
  const how = "delete it in the RunPod console under Storage, or set retain to false before ./yard down";
  return `kept network volume ${String(state["physicalName"])} (${id}, ${size} GB, ${String(state["dataCenter"])}): ${cost}; ${how}`;
}

/** What a NetworkVolume does, over the account that `connect` reaches. */
export const volumeLifecycle = (connect?: ConnectAccount): Lifecycle => lifecycleOf(kind, connect);
export const lifecycle: Lifecycle = volumeLifecycle();
