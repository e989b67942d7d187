import * as pulumi from "../../lib/pulumi.ts";
import { type Kind, ShimmedResource } from "../../lib/shim.ts";
import { type TemplateArgs, templateDefaults } from "./args.ts";

const kind: Kind = { file: "components/runpod/template/lifecycle.ts", module: "runpod", type: "Template" };

/**
 * A pod template on RunPod, private to the account, without SSH and Jupyter unless the image starts them.
 *
 *     new Template("notebook", { image: "example/notebook:1", ports: ["8888/http"] });
 *
 * It costs nothing. Every argument changes in place; running pods keep what they were started with.
 */
export class Template extends ShimmedResource {
  /** Its name on RunPod: `<project>-<stack>-<name>`. */
  declare readonly physicalName: pulumi.Output<string>;
  declare readonly image: pulumi.Output<string>;

  constructor(name: string, args: TemplateArgs, opts?: pulumi.CustomResourceOptions) {
    const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
    const owner = { project: pulumi.getProject(), stack: pulumi.getStack(), name };
    const inputs = { ...templateDefaults, ...given, ...owner };
    super(kind, name, { ...inputs, physicalName: undefined }, opts);
  }
}
