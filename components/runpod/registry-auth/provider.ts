import * as pulumi from "../../lib/pulumi.ts";
import { type Kind, ShimmedResource } from "../../lib/shim.ts";
import type { RegistryAuthArgs } from "./args.ts";

const kind: Kind = { file: "components/runpod/registry-auth/lifecycle.ts", module: "runpod", type: "RegistryAuth" };

/**
 * A registry credential on RunPod. Its `id` is a job's `registryAuthId`.
 *
 *     new RegistryAuth("images", { username: "robot", password: config.requireSecret("registryPassword") });
 *
 * It costs nothing. RunPod shows and changes no credential, so every change makes a new one and deletes the old one.
 */
export class RegistryAuth extends ShimmedResource {
  /** Its name on RunPod. */
  declare readonly physicalName: pulumi.Output<string>;
  declare readonly username: pulumi.Output<string>;
  /** Secret in state and outputs. */
  declare readonly password: pulumi.Output<string>;

  constructor(name: string, args: RegistryAuthArgs, opts?: pulumi.CustomResourceOptions) {
    const owner = { project: pulumi.getProject(), stack: pulumi.getStack(), name };
    const inputs = { ...owner, username: args.username, password: pulumi.secret(args.password) };
    const options = pulumi.mergeOptions(opts, { additionalSecretOutputs: ["password"] });
    super(kind, name, { ...inputs, physicalName: undefined }, options);
  }
}
