import versions from "../../images/versions.json" with { type: "json" };

/** Our own images, by their folder under `images/`. */
export type ImageName = keyof typeof versions;

/** What `images/versions.json` says of an image. */
export interface ImageVersion {
  /** Part of the image's tag: raised to build again what the mirrors serve by now. */
  readonly version: string;
  /** Most that all layers may have together, in MB (10^6 bytes). */
  readonly budgetMB: number;
  /** The upstream image that it starts from. @default - our image `base` */
  readonly from?: string;
  /** Build arguments that say which version of the system goes in. @default - none */
  readonly args?: Readonly<Record<string, string>>;
}

/** Every image of ours, in the order in which they can be built. */
export const imageNames = Object.keys(versions) as readonly ImageName[];

/** True for the name of an image of ours. */
export function isImageName(name: string): name is ImageName {
  return Object.hasOwn(versions, name);
}

/** The one place of an image's versions and of its size budget. */
export function imageVersion(name: ImageName): ImageVersion {
  return versions[name];
}
