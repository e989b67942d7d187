import type * as pulumi from "../../lib/pulumi.ts";
import type { DataApiPlan } from "../plan.ts";
import { PORT } from "./constants.ts";

/** The address that clients use. Probes and metrics are asked of each pod, not of it. */
export function service({ name, labels }: DataApiPlan, namespace: pulumi.Input<string>) {
  return {
    metadata: { name, namespace, labels },
    spec: { type: "ClusterIP", selector: labels, ports: [{ name: "http", port: PORT, targetPort: "http" }] },
  };
}
