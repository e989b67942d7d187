import { gibibytes } from "./quantities.ts";

/** The claim that a StatefulSet makes for each of its pods. */
export interface ClaimTemplate {
  readonly name: string;
  readonly storageGiB: number;
  readonly storageClass?: string | undefined;
}

/** `volumeClaimTemplates` of one claim, and whether claims go with the StatefulSet. None ever goes with a replica alone. */
export function claimTemplates({ name, storageGiB, storageClass }: ClaimTemplate, retain: boolean) {
  const resources = { requests: { storage: gibibytes(storageGiB) } };
  const classed = storageClass === undefined ? {} : { storageClassName: storageClass };
  return {
    persistentVolumeClaimRetentionPolicy: { whenDeleted: retain ? "Retain" : "Delete", whenScaled: "Retain" },
    volumeClaimTemplates: [{ metadata: { name }, spec: { accessModes: ["ReadWriteOnce"], resources, ...classed } }],
  };
}
