import { join } from "node:path";

/** Leaves the runs of one stack to themselves, and none of a stack that another `./yard` of this home works on. */
export const detachFile = (home: string, stack: string): string => join(home, "control", `detach-${stack}`);

/** The files that leave the runs of a stack to themselves: its own, and the one by which a person leaves those of a whole home. */
export const detachFiles = (home: string, stack: string): readonly string[] => [
  join(home, "control", "detach"),
  detachFile(home, stack),
];
