import type * as pulumi from "@pulumi/pulumi";

/** How others use an image. */
export interface ImageLink {
  /** What to pull: with the digest once it is pushed; by content tag where the image stays in the engine. */
  readonly reference: pulumi.Output<string>;
  /** 12 hexadecimal digits that stand for the image's content; those of an overriding reference stand for its text. */
  readonly contentTag: string;
  /** What a Dockerfile of ours names to stand on it: known before it is built. */
  readonly buildReference: pulumi.Output<string>;
}
