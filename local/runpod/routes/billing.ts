import { accountBilling, podBilling, podRecords, volumeBilling, volumeRecords } from "../billing.ts";
import { billingWindow, type BillingWindow } from "../billing-window.ts";
import { ok, type Call, type Handlers } from "../call.ts";
import type { PodRecord } from "../records.ts";

/** Until when the usage of a pod shows: it lands late. */
const settled =
  ({ core }: Call) =>
  (pod: PodRecord): number => {
    const { lateBillMinutes } = pod.faults;
    const seconds = lateBillMinutes === undefined ? core.settings.billingLagSeconds : lateBillMinutes * 60;
    return core.clock.now() - seconds * 1000;
  };

const windowOf = (call: Call): BillingWindow => billingWindow(call.query, call.core.clock.now());

function podRows(call: Call, window: BillingWindow, podId?: string) {
  const pods = call.core.pods().filter((pod) => podId === undefined || pod.id === podId);
  return podRecords(pods, window, settled(call));
}

function volumeRows(call: Call, window: BillingWindow, volumeId?: string) {
  const { core } = call;
  const volumes = core.state.data.volumes.filter((volume) => volumeId === undefined || volume.id === volumeId);
  return volumeRecords(volumes, window, core.clock.now() - core.settings.billingLagSeconds * 1000);
}

export const billingHandlers: Handlers = {
  listBilling: (call) => {
    const window = windowOf(call);
    return ok(accountBilling(podRows(call, window), volumeRows(call, window), window));
  },
  listPodBilling: (call) => {
    const window = windowOf(call);
    const { podId } = call.query as { podId?: string };
    return ok(podBilling(podRows(call, window, podId), window, podId));
  },
  listNetworkVolumeBilling: (call) => {
    const window = windowOf(call);
    const { networkVolumeId } = call.query as { networkVolumeId?: string };
    return ok(volumeBilling(volumeRows(call, window, networkVolumeId), window, networkVolumeId));
  },
};
