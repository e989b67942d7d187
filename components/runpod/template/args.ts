import type * as pulumi from "@pulumi/pulumi";

/** A pod template: settings that pods started by hand in RunPod's console begin with. Jobs do not need one. */
export interface TemplateArgs {
  /** Image reference (linux/amd64). */
  readonly image: pulumi.Input<string>;
  /** Start command in one string, as RunPod splits it. @default - the image's own */
  readonly args?: pulumi.Input<string>;
  /** Container disk in GB (at least `1`), wiped on restart. @default 20 */
  readonly diskGb?: pulumi.Input<number>;
  /** Ports as `8888/http` or `22/tcp`. @default - none */
  readonly ports?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** Environment in clear: everybody who can read the template reads it, so it holds no key. @default - none */
  readonly env?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /** `id` of a RegistryAuth. @default - none */
  readonly registryAuthId?: pulumi.Input<string>;
  /** Hardware it is for. @default NVIDIA */
  readonly category?: pulumi.Input<"NVIDIA" | "AMD" | "CPU">;
}

export const templateDefaults = {
  args: "",
  diskGb: 20,
  ports: [],
  env: {},
  registryAuthId: null,
  category: "NVIDIA",
} as const;
