import { fileURLToPath } from "node:url";
import * as docker from "../lib/docker.ts";
import * as pulumi from "../lib/pulumi.ts";
import { type ImageArgs, imageDefaults } from "./args.ts";
import type { ImageLink } from "./link.ts";
import { type ImagePlan, overrideTag, planImage } from "./plan.ts";
import { dockerfileOf, readImageSource } from "./source.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * An image of ours, built from its folder under `images/` and pushed to the stack's registry. Its tag stands for its content:
 * what has not changed is not built again. Nothing is deleted from the registry.
 *
 *     const base = new Image("base", { source: "base", registry });
 *     const mlflow = new Image("mlflow", { source: "mlflow", registry, base: base.link });
 *     new MLflow("tracking", { image: mlflow.link.reference, ... });
 */
export class Image extends pulumi.ComponentResource {
  /** How other components use this image. */
  readonly link: ImageLink;

  constructor(name: string, args: ImageArgs, opts?: pulumi.ComponentResourceOptions) {
    const { source, registry, base, buildArgs, override } = args;
    const wish = { registry, buildArgs, base: base && { contentTag: base.contentTag } };
    const plan =
      override === undefined ? planImage(source, readImageSource(root, dockerfileOf(source)), wish) : undefined;
    super("trainyard:image:Image", name, {}, opts);
    if (plan === undefined) this.link = foreign(override ?? "");
    else this.link = linkOf(plan, registry, new docker.Image(name, inputs(plan, args), { parent: this }));
    this.registerOutputs({ reference: this.link.reference });
  }
}

/** Inputs of the official resource. Paths are relative to the project, so that state is the same on every machine. */
function inputs(plan: ImagePlan, args: ImageArgs): docker.ImageArgs {
  const { platform = imageDefaults.platform, registry, credentials, base, source } = args;
  const stands = base?.buildReference ?? plan.upstream ?? "";
  const server = registry?.split("/")[0];
  return {
    imageName: plan.imageName,
    skipPush: registry === undefined,
    buildOnPreview: false,
    build: {
      context: ".",
      dockerfile: dockerfileOf(source),
      platform,
      network: "host",
      args: { ...plan.buildArgs, BASE: stands },
    },
    ...(server === undefined || credentials === undefined ? {} : { registry: { server, ...credentials } }),
  };
}

function linkOf(plan: ImagePlan, registry: string | undefined, image: docker.Image): ImageLink {
  const { contentTag } = plan;
  const buildReference = image.imageName;
  return { contentTag, buildReference, reference: registry === undefined ? buildReference : image.repoDigest };
}

function foreign(reference: string): ImageLink {
  const known = pulumi.output(reference);
  return { reference: known, buildReference: known, contentTag: overrideTag(reference) };
}
