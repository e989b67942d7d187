import type * as pulumi from "../lib/pulumi.ts";
import { type Kind, ShimmedResource } from "../lib/shim.ts";
import type { ChosenArgs } from "./args.ts";

const kind: Kind = { file: "components/chosen/lifecycle.ts", module: "chosen", type: "Chosen" };

/**
 * A value that is chosen once: another one is refused, in preview too and without asking anybody, by what the state knows of the
 * last update. Whatever follows from the value stands after it (`dependsOn`).
 *
 *     const chosen = new Chosen("keeper-servers", { subject: 'ZooKeeper "keeper"', field: "servers", value: 3, why });
 */
export class Chosen extends ShimmedResource {
  constructor(name: string, args: ChosenArgs, opts?: pulumi.CustomResourceOptions) {
    const { mayChange, allowed = [], ...rest } = args;
    const free = mayChange === true ? { mayChange } : {};
    super(kind, name, { ...rest, ...free, allowed: [...allowed] }, opts);
  }
}
