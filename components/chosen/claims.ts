import type { ChosenArgs } from "./args.ts";

/** Claims that a StatefulSet makes for its pods. */
export interface ChosenClaims {
  readonly subject: string;
  /** In GiB, by argument. */
  readonly sizes: Readonly<Record<string, number>>;
  readonly storageClass: string | undefined;
  /** Whether they stay when their StatefulSet is deleted. */
  readonly retain: boolean;
}

/**
 * Size and class of the claims of a StatefulSet: no template of a claim can be changed, so Pulumi would delete the set, and with
 * it the claims and what is on them. Where the cluster keeps claims since the last update, the set may be made anew.
 */
export function chosenClaims({ subject, sizes, storageClass, retain }: ChosenClaims): ChosenArgs {
  const amounts = Object.entries(sizes).map(([field, size]) => `${field} ${size}`);
  return {
    subject,
    field: "storage of the claims",
    value: [...amounts, storageClass === undefined ? "default class" : `class ${storageClass}`].join(", "),
    mayChange: retain,
    why:
      "the StatefulSet would be made anew, and its claims go with the old one, with what is on them; to grow a claim, patch it " +
      "(kubectl patch pvc) and leave this as it is; or set retain to true, run an update, and then change it: the claims stay",
  };
}
