import { join } from "node:path";

/** Leaves the runs of one stack to themselves, and none of a stack that another `./yard` of this home works on. */
export const detachFile = (home: string, stack: string): string => join(home, "control", `detach-${stack}`);
