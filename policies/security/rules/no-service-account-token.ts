import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { podsOf } from "../../rule/workload.ts";

export const noServiceAccountToken: ResourceRule = {
  id: "no-service-account-token",
  asks: "A pod gets no token of the cluster, unless it names a ServiceAccount of its own.",
  why: "Whoever breaks into the pod would hold a key to the cluster's API that the service never needed.",
  fix: "set automountServiceAccountToken to false, or name a ServiceAccount whose rights are listed",
  *judge(resource) {
    const pods = podsOf(resource);
    if (pods === undefined) return;
    const [mounts, account] = ["automountServiceAccountToken", "serviceAccountName"].map((f) => at(pods.spec, f));
    if (mounts === false || (typeof account === "string" && account !== "" && account !== "default")) return;
    yield { where: `${pods.path}.automountServiceAccountToken`, got: shown(mounts), allowed: "false" };
  },
};
