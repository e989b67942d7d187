import { readQuantity } from "../../../components/lib/cost/quantity.ts";
import { at, shown, text } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { containersOf } from "../../rule/workload.ts";

export const reservedMemory: ResourceRule = {
  id: "reserved-memory",
  asks: "A container may use as much memory as it has reserved, and no more.",
  why: "Memory above the request belongs to somebody else; when the node is full, such a container is killed.",
  fix: "set resources.requests.memory and resources.limits.memory to the same amount",
  *judge(resource) {
    for (const { where, value } of containersOf(resource)) {
      const [request, limit] = ["requests", "limits"].map((kind) => at(value, "resources", kind, "memory"));
      if (limit === undefined) continue; // resource-limits says so
      if (readQuantity(request ?? limit) !== readQuantity(limit) || readQuantity(limit) === undefined)
        yield {
          where: `${where}.resources.requests.memory`,
          got: shown(request),
          allowed: `the limit, ${text(limit) ?? "an amount"}`,
        };
    }
  },
};
