import { at, texts } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { containersOf } from "../../rule/workload.ts";

/** What the profile `restricted` lets a container add again. */
const addable = new Set(["NET_BIND_SERVICE"]);

export const dropCapabilities: ResourceRule = {
  id: "drop-capabilities",
  asks: "Every container drops all capabilities and adds at most NET_BIND_SERVICE.",
  why: "Capabilities are root's rights by the piece; services that listen above port 1024 need none.",
  fix: "set securityContext.capabilities to { drop: [ALL] }",
  *judge(resource) {
    for (const { where, value } of containersOf(resource)) {
      const capabilities = at(value, "securityContext", "capabilities");
      const [drop, add] = [texts(at(capabilities, "drop")), texts(at(capabilities, "add"))];
      const path = `${where}.securityContext.capabilities`;
      if (!drop.includes("ALL")) yield { where: `${path}.drop`, got: `is [${drop.join(", ")}]`, allowed: "[ALL]" };
      const more = add.filter((name) => !addable.has(name));
      if (more.length > 0) yield { where: `${path}.add`, got: `is [${add.join(", ")}]`, allowed: "[NET_BIND_SERVICE]" };
    }
  },
};
