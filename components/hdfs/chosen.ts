import { type ChosenArgs, chosenClaims } from "../chosen/index.ts";
import type { HdfsPlan } from "./plan.ts";

/** One NameNode may become two, by the steps of the README; never the other way. */
export const chosenAvailability = ({ name, journalNodes }: HdfsPlan): ChosenArgs => ({
  subject: `Hdfs "${name}"`,
  field: "highAvailability",
  value: journalNodes !== undefined,
  allowed: ["false to true"],
  why:
    "the last edits stand in the journals alone, and a NameNode by itself would start without them; " +
    "make a second file system under another name, and copy what you need",
});

/** Sizes and class of the claims, which go with their StatefulSet. */
export const chosenStorage = ({ name, nameNodes, dataNodes, storageClass, retain }: HdfsPlan): ChosenArgs => {
  const sizes = { nameNodeGiB: nameNodes.storageGiB, dataNodeGiB: dataNodes.storageGiB };
  return chosenClaims({ subject: `Hdfs "${name}"`, sizes, storageClass, retain });
};
