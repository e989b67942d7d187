import * as pulumi from "./pulumi.ts";

/** Everything a dynamic provider can answer. */
export type Lifecycle = Required<pulumi.dynamic.ResourceProvider>;

/**
 * The text that Pulumi stores with every resource of a kind, and runs for it later: a provider that loads `lifecycle` from
 * `file` (path from the project root, where the plugin runs) whenever it is called. It holds nothing but the loading, so
 * today's code serves yesterday's resources, and the stored text never changes.
 */
export function shimText(file: string): string {
  return `exports.handler = () => {
  const load = async () =>
    (await import((await import("node:url")).pathToFileURL(${JSON.stringify(file)}).href)).lifecycle;
  return {
    configure: async (req) => (await load()).configure(req),
    check: async (olds, news) => (await load()).check(olds, news),
    diff: async (id, olds, news) => (await load()).diff(id, olds, news),
    create: async (inputs) => (await load()).create(inputs),
    read: async (id, props) => (await load()).read(id, props),
    update: async (id, olds, news) => (await load()).update(id, olds, news),
    delete: async (id, props) => (await load()).delete(id, props),
  };
};
`;
}

/** Of which kind a resource is: the file with its `lifecycle`, and Pulumi's module and type. */
export interface Kind {
  readonly file: string;
  readonly module: string;
  readonly type: string;
}

/**
 * A resource of Pulumi's dynamic provider, as `pulumi.dynamic.Resource` is, whose provider is written down instead of being
 * serialized: that would load the TypeScript compiler into every program.
 */
export abstract class ShimmedResource extends pulumi.CustomResource {
  constructor(kind: Kind, name: string, props: pulumi.Inputs, opts: pulumi.CustomResourceOptions | undefined) {
    const { file, module, type } = kind;
    super(`pulumi-nodejs:dynamic/${module}:${type}`, name, { ...props, __provider: shimText(file) }, opts);
  }
}
