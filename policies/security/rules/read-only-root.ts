import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { containersOf } from "../../rule/workload.ts";

export const readOnlyRoot: ResourceRule = {
  id: "read-only-root",
  asks: "The root file system of every container is read-only.",
  why: "An intruder cannot leave programs there, and what a service writes is where it is meant to be: on a volume.",
  fix: "set securityContext.readOnlyRootFilesystem to true and mount an emptyDir where it writes",
  *judge(resource) {
    for (const { where, value } of containersOf(resource)) {
      const got = at(value, "securityContext", "readOnlyRootFilesystem");
      if (got !== true)
        yield { where: `${where}.securityContext.readOnlyRootFilesystem`, got: shown(got), allowed: "true" };
    }
  },
};
