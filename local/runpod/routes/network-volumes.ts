import type { components } from "../../../api/runpod/types.generated.ts";
import { created, itemOf, listed, noContent, ok, type Answer, type Call, type Handlers } from "../call.ts";
import { dataCenterById } from "../data-centers.ts";
import { conflictProblem, ruleProblem } from "../problem.ts";
import type { VolumeRecord } from "../records.ts";

type Schemas = components["schemas"];

const view = (volume: VolumeRecord): Schemas["NetworkVolume"] => ({
  id: volume.id,
  name: volume.name,
  size: volume.sizeGb,
  dataCenter: volume.dataCenter,
  type: volume.type,
});

async function createNetworkVolume(call: Call): Promise<Answer> {
  const { core } = call;
  const body = call.body as Schemas["CreateNetworkVolumeRequest"];
  const place = dataCenterById(body.dataCenter);
  const type = body.type ?? "STANDARD";
  if (place === undefined) throw ruleProblem(`data center '${body.dataCenter}' does not exist`);
  if (!place.volumeTypes.includes(type)) throw ruleProblem(`data center ${place.id} has no ${type} volumes`);
  const now = core.clock.now();
  const volume: VolumeRecord = {
    id: core.state.newId(10),
    name: body.name,
    sizeGb: body.size,
    dataCenter: place.id,
    type,
    createdAt: now,
    deletedAt: null,
    sizes: [{ from: now, gb: body.size }],
  };
  await core.runner.volume.create(volume.id);
  core.state.data.volumes.push(volume);
  core.state.changed();
  return created(view(volume));
}

function updateNetworkVolume(call: Call): Answer {
  const { core } = call;
  const volume = itemOf(call, core.volumes());
  const body = call.body as Schemas["UpdateNetworkVolumeRequest"];
  if (body.size !== undefined && body.size < volume.sizeGb)
    throw ruleProblem(`a network volume can only grow: it has ${volume.sizeGb} GB, ${body.size} GB were asked for`);
  if (body.size !== undefined && body.size > volume.sizeGb) {
    volume.sizeGb = body.size;
    volume.sizes.push({ from: core.clock.now(), gb: body.size });
  }
  volume.name = body.name ?? volume.name;
  core.state.changed();
  return ok(view(volume));
}

async function deleteNetworkVolume(call: Call): Promise<Answer> {
  const { core } = call;
  const volume = itemOf(call, core.volumes());
  const user = core
    .pods()
    .find((pod) => pod.status !== "TERMINATED" && pod.mounts.network?.some((mount) => mount.volumeId === volume.id));
  if (user !== undefined) throw conflictProblem(`network volume is in use by pod ${user.id}`);
  volume.deletedAt = core.clock.now();
  core.state.changed();
  const last = core.pods().filter((pod) => pod.mounts.network?.some((mount) => mount.volumeId === volume.id));
  await Promise.all(last.map((pod) => core.containers.gone(pod.id))); // a container within its grace time still writes
  await core.runner.volume.remove(volume.id);
  return noContent;
}

export const networkVolumeHandlers: Handlers = {
  listNetworkVolumes: (call) => listed(call, "networkVolumes", call.core.volumes().map(view)),
  getNetworkVolume: (call) => ok(view(itemOf(call, call.core.volumes()))),
  createNetworkVolume,
  updateNetworkVolume,
  deleteNetworkVolume,
};
