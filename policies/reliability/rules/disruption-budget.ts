import { at } from "../../rule/reading.ts";
import type { StackRule } from "../../rule/rule.ts";
import { kindOf, namespaceOf, podsOf, selects } from "../../rule/workload.ts";

export const disruptionBudget: StackRule = {
  id: "disruption-budget",
  asks: "A PodDisruptionBudget takes the pods of every workload that serves.",
  why: "Without it, a node that is drained takes all its pods at once.",
  fix: "add a PodDisruptionBudget whose selector takes its pods",
  *judgeStack(resources) {
    const budgets = resources.filter((resource) => kindOf(resource) === "PodDisruptionBudget");
    for (const resource of resources) {
      const pods = podsOf(resource);
      if (pods?.serves !== true) continue;
      const [space, labels] = [namespaceOf(resource), pods.labels];
      const has = budgets.some(
        (budget) => namespaceOf(budget) === space && selects(at(budget.props, "spec", "selector"), labels),
      );
      if (!has) yield { resource, where: "its pods", got: "have no PodDisruptionBudget", allowed: "one" };
    }
  },
};
