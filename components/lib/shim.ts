import type * as pulumi from "@pulumi/pulumi";

/** Everything a dynamic provider can answer. */
export type Lifecycle = Required<pulumi.dynamic.ResourceProvider>;

/**
 * A provider that loads `lifecycle` from `file` (path from the project root, where the plugin runs) whenever it is called.
 * Pulumi stores the text of this object in the state of every resource, so it holds nothing but the loading: today's
 * code serves yesterday's resources, and the stored text never changes.
 */
export function shim(file: string): Lifecycle {
  const load = async (): Promise<Lifecycle> => {
    const loaded = (await import((await import("node:url")).pathToFileURL(file).href)) as { lifecycle: Lifecycle };
    return loaded.lifecycle;
  };
  return {
    configure: async (req) => (await load()).configure(req),
    check: async (olds, news) => (await load()).check(olds, news),
    diff: async (id, olds, news) => (await load()).diff(id, olds, news),
    create: async (inputs) => (await load()).create(inputs),
    read: async (id, props) => (await load()).read(id, props),
    update: async (id, olds, news) => (await load()).update(id, olds, news),
    delete: async (id, props) => (await load()).delete(id, props),
  };
}
