import type * as pulumi from "@pulumi/pulumi";
import type { ImageName } from "../lib/images.ts";
import type { ImageLink } from "./link.ts";

export interface ImageArgs {
  /** Which image: a folder under `images/`. */
  readonly source: ImageName;
  /**
   * Where it is pushed: `host[:port][/path]`, without a scheme. The image is then named by its digest there.
   * @default - not pushed; the image stays in the engine that builds it, named by its content tag
   */
  readonly registry?: string | undefined;
  /** User and password for the registry. *secret* @default - those of `docker login` on this machine */
  readonly credentials?:
    { readonly username: pulumi.Input<string>; readonly password: pulumi.Input<string> } | undefined;
  /** The image that it stands on. Needed by every image but `base` itself. @default - what `images/versions.json` says */
  readonly base?: ImageLink | undefined;
  /** An upstream image that takes its place, best with a digest; nothing is built then. @default - ours is built */
  readonly override?: string | undefined;
  /** Further build arguments; they are part of the content. @default - none */
  readonly buildArgs?: Readonly<Record<string, string>> | undefined;
  /** `linux/amd64`, `linux/arm64`. @default "linux/amd64" */
  readonly platform?: string | undefined;
}

export const imageDefaults = { platform: "linux/amd64" } as const;
