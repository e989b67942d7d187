export { type ImageArgs, imageDefaults } from "./args.ts";
export { Image } from "./image.ts";
export type { ImageLink } from "./link.ts";
export { type Foundation, type ImagePlan, type ImageWish, overrideTag, planImage } from "./plan.ts";
export { dockerfileOf, type ImageSource, readImageSource } from "./source.ts";
