import type { ProviderKind } from "./core/kind.ts";

/** The stand-ins for resource plugins by name, each loaded when it is asked for. */
export const kinds: Readonly<Record<string, () => Promise<ProviderKind>>> = {
  docker: async () => (await import("./docker/provider.ts")).dockerProvider(process.env),
  kubernetes: async () => new (await import("./kubernetes/provider.ts")).KubernetesProvider(),
  random: async () => (await import("./random/provider.ts")).randomProvider,
};
