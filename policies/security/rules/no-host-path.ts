import { at, list, shown, text } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { podsOf } from "../../rule/workload.ts";

export const noHostPath: ResourceRule = {
  id: "no-host-path",
  asks: "No pod mounts a folder of its node, and no volume is one.",
  why: "Who writes to a node's files can take the node; what is kept there is lost when the pod moves.",
  fix: "use a PersistentVolumeClaim, a ConfigMap or an emptyDir",
  *judge(resource) {
    const allowed = "no hostPath";
    for (const volume of list(at(podsOf(resource)?.spec, "volumes"))) {
      const hostPath = at(volume, "hostPath");
      if (hostPath === undefined) continue;
      const name = JSON.stringify(text(at(volume, "name")) ?? "");
      yield { where: `volumes[${name}].hostPath`, got: shown(at(hostPath, "path")), allowed };
    }
    if (!resource.type.endsWith(":PersistentVolume")) return;
    const hostPath = at(resource.props, "spec", "hostPath");
    if (hostPath !== undefined) yield { where: "spec.hostPath", got: shown(at(hostPath, "path")), allowed };
  },
};
