import { inside } from "../site.ts";
import { provisioner } from "../storage-class.ts";

/** Metadata of an object, as far as it matters here. */
interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly deletionTimestamp?: unknown;
}
export interface Claim {
  readonly metadata?: Metadata;
  readonly spec?: {
    readonly volumeName?: string;
    readonly accessModes?: readonly string[];
    readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
  };
}
export interface StorageClass {
  readonly metadata?: Metadata;
  readonly reclaimPolicy?: string;
  readonly volumeBindingMode?: string;
}
export interface Volume {
  readonly metadata?: Metadata;
  readonly spec?: { readonly persistentVolumeReclaimPolicy?: string };
  readonly status?: { readonly phase?: string };
}

const annotations = {
  /** Set by Kubernetes on a claim that waits for a provisioner. */
  wanted: "volume.kubernetes.io/storage-provisioner",
  /** Set by the scheduler once it knows where the claim's first pod goes. */
  node: "volume.kubernetes.io/selected-node",
  provisionedBy: "pv.kubernetes.io/provisioned-by",
};

/** True for a claim that waits for a volume of ours. */
export function isWaiting(claim: Claim, storageClass: StorageClass): boolean {
  const given = claim.metadata?.annotations ?? {};
  if (given[annotations.wanted] !== provisioner || claim.metadata?.deletionTimestamp !== undefined) return false;
  if (claim.spec?.volumeName !== undefined && claim.spec.volumeName !== "") return false;
  return storageClass.volumeBindingMode !== "WaitForFirstConsumer" || given[annotations.node] !== undefined;
}

/** The name of a claim's volume, and of its folder: fixed, so that a second try makes the same. */
export function volumeName(claim: Claim): string {
  return `pvc-${claim.metadata?.uid ?? ""}`;
}

/** The volume of a claim: a folder of the cluster's one node. */
export function volumeOf(claim: Claim, storageClass: StorageClass) {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: volumeName(claim), annotations: { [annotations.provisionedBy]: provisioner } },
    spec: {
      capacity: { storage: claim.spec?.resources?.requests?.["storage"] ?? "0" },
      accessModes: claim.spec?.accessModes ?? ["ReadWriteOnce"],
      volumeMode: "Filesystem",
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? "Delete",
      storageClassName: storageClass.metadata?.name ?? "",
      claimRef: {
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        name: claim.metadata?.name ?? "",
        namespace: claim.metadata?.namespace ?? "",
        uid: claim.metadata?.uid ?? "",
      },
      local: { path: `${inside.volumes}/${volumeName(claim)}` },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: ["trainyard"] }] },
          ],
        },
      },
    },
  };
}

/** True for a volume of ours whose claim is gone and whose data is to go with it. */
export function isToBeDeleted(volume: Volume): boolean {
  return (
    volume.metadata?.annotations?.[annotations.provisionedBy] === provisioner &&
    volume.metadata.deletionTimestamp === undefined &&
    volume.status?.phase === "Released" &&
    volume.spec?.persistentVolumeReclaimPolicy === "Delete"
  );
}
