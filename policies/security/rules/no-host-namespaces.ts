import { at } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { podsOf } from "../../rule/workload.ts";

export const noHostNamespaces: ResourceRule = {
  id: "no-host-namespaces",
  asks: "No pod shares the network, the processes or the memory segments of its node.",
  why: "It could listen to all traffic of the node, go round every NetworkPolicy and see the secrets of other processes.",
  fix: "remove hostNetwork, hostPID and hostIPC",
  *judge(resource) {
    const pods = podsOf(resource);
    for (const field of ["hostNetwork", "hostPID", "hostIPC"]) {
      if (at(pods?.spec, field) === true)
        yield { where: `${pods?.path ?? ""}.${field}`, got: "is true", allowed: "false" };
    }
  },
};
