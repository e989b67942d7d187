// The one door to the classes of @pulumi/docker. The types are the package's own; the classes register the same resources
// without loading it (docs/decisions/0018).
import type * as image from "@pulumi/docker/image.js";
import manifest from "@pulumi/docker/package.json" with { type: "json" };
import type * as provider from "@pulumi/docker/provider.js";
import * as pulumi from "./pulumi.ts";
import { resourceClass } from "./resource-class.ts";

const { version } = manifest;

export type ImageArgs = image.ImageArgs;
export type Image = image.Image;

/** An image that is built and pushed. */
export const Image = resourceClass<ImageArgs, Image>({
  token: "docker:index/image:Image",
  version,
  inputs: ["build", "buildOnPreview", "imageName", "registry", "skipPush"],
  outputs: ["baseImageName", "context", "dockerfile", "platform", "registryServer", "repoDigest"],
});

/** What a provider of ours is told. */
export type ProviderArgs = Pick<provider.ProviderArgs, "host">;

/** The engine that builds. */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs, opts?: pulumi.ResourceOptions) {
    super("docker", name, { host: args.host }, pulumi.mergeOptions({ version }, opts));
  }
}
