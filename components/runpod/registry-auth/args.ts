import type * as pulumi from "@pulumi/pulumi";

/** A user of a container registry, as RunPod needs it to pull a private image. */
export interface RegistryAuthArgs {
  /** User name at the registry. *replaces* */
  readonly username: pulumi.Input<string>;
  /** Password or token at the registry. *secret*, *replaces* */
  readonly password: pulumi.Input<string>;
}
