import { at, list, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { containersOf } from "../../rule/workload.ts";

export const noHostPort: ResourceRule = {
  id: "no-host-port",
  asks: "No container takes a port of its node.",
  why: "Anybody who reaches the node reaches it, past Services and tunnels; and two pods cannot share the node.",
  fix: "remove hostPort and reach the pod through a Service",
  *judge(resource) {
    for (const { where, value } of containersOf(resource)) {
      for (const port of list(at(value, "ports"))) {
        const hostPort = at(port, "hostPort");
        if (hostPort !== undefined && hostPort !== 0)
          yield { where: `${where}.ports.hostPort`, got: shown(hostPort), allowed: "none" };
      }
    }
  },
};
