import type * as pulumi from "../../lib/pulumi.ts";
import type { MLflowPlan } from "../plan.ts";
import { PORT } from "./constants.ts";

/** The address that clients use. */
export function service(plan: MLflowPlan, namespace: pulumi.Input<string>) {
  return {
    metadata: { name: plan.name, namespace, labels: plan.serverLabels },
    spec: {
      type: "ClusterIP",
      selector: plan.serverLabels,
      ports: [{ name: "http", port: PORT, targetPort: "http" }],
    },
  };
}
