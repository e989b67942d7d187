import { at, list, text } from "../../rule/reading.ts";
import type { StackRule } from "../../rule/rule.ts";
import { kindOf, namespaceOf, podsOf } from "../../rule/workload.ts";

export const noForgottenClaim: StackRule = {
  id: "no-forgotten-claim",
  asks: "Every PersistentVolumeClaim is mounted by a workload of its stack.",
  why: "Its disk is paid for every month, and nobody looks for what nobody mounts.",
  fix: "remove the claim, or mount it",
  *judgeStack(resources) {
    const mounted = new Set(
      resources.flatMap((resource) =>
        list(at(podsOf(resource)?.spec, "volumes")).map(
          (volume) => `${namespaceOf(resource)}/${text(at(volume, "persistentVolumeClaim", "claimName")) ?? ""}`,
        ),
      ),
    );
    for (const resource of resources) {
      if (kindOf(resource) !== "PersistentVolumeClaim") continue;
      const name = text(at(resource.props, "metadata", "name")) ?? "";
      if (name === "" || !mounted.has(`${namespaceOf(resource)}/${name}`))
        yield { resource, where: "it", got: "is mounted by nothing", allowed: "at least one workload" };
    }
  },
};
