import { expect, it } from "vitest";
import { type Claim, isToBeDeleted, isWaiting, volumeOf } from "../../../local/cluster/keeper/volume.ts";

const late = {
  metadata: { name: "late" },
  provisioner: "trainyard.dev/local",
  volumeBindingMode: "WaitForFirstConsumer",
};
const ofOurs = { "volume.kubernetes.io/storage-provisioner": "trainyard.dev/local" };
const scheduled = { ...ofOurs, "volume.kubernetes.io/selected-node": "trainyard" };

function claim(annotations: Record<string, string>, spec: object = {}): Claim {
  const resources = { requests: { storage: "5Gi" } };
  return {
    metadata: { name: "data", namespace: "shop", uid: "u1", annotations },
    spec: { accessModes: ["ReadWriteMany"], resources, ...spec },
  };
}

it("waits for the first consumer where the class says so", () => {
  expect(isWaiting(claim(ofOurs), late)).toBe(false);
  expect(isWaiting(claim(scheduled), late)).toBe(true);
  expect(isWaiting(claim(ofOurs), { ...late, volumeBindingMode: "Immediate" })).toBe(true);
});

it("leaves claims alone that are bound or somebody else's", () => {
  expect(isWaiting(claim(scheduled, { volumeName: "pvc-u1" }), late)).toBe(false);
  expect(isWaiting(claim({}), late)).toBe(false);
});

it("makes the volume for this very claim, on the one node, named so that a second try makes the same", () => {
  const volume = volumeOf(claim(scheduled), { ...late, reclaimPolicy: "Retain" });
  expect(volume.metadata.name).toBe("pvc-u1");
  expect(volume.spec).toMatchObject({
    capacity: { storage: "5Gi" },
    accessModes: ["ReadWriteMany"],
    persistentVolumeReclaimPolicy: "Retain",
    storageClassName: "late",
    claimRef: { name: "data", namespace: "shop", uid: "u1" },
    local: { path: "/mnt/cluster/volumes/pvc-u1" },
  });
});

it("removes only released volumes of its own whose class said Delete", () => {
  const annotations = { "pv.kubernetes.io/provisioned-by": "trainyard.dev/local" };
  const volume = (
    phase: string,
    persistentVolumeReclaimPolicy: string,
    given: Record<string, string> = annotations,
  ) => ({ metadata: { annotations: given }, spec: { persistentVolumeReclaimPolicy }, status: { phase } });
  expect(isToBeDeleted(volume("Released", "Delete"))).toBe(true);
  expect(isToBeDeleted(volume("Bound", "Delete"))).toBe(false);
  expect(isToBeDeleted(volume("Released", "Retain"))).toBe(false);
  expect(isToBeDeleted(volume("Released", "Delete", {}))).toBe(false);
});
