import { PORT } from "./constants.ts";

/** Names of the server, all known. */
export interface ServerNames {
  readonly service: string;
  readonly namespace: string;
  /** URL under which it is published, if it is. */
  readonly publishedUrl: string | undefined;
}

/**
 * The `Host` headers that the server takes: its Service under every name that DNS gives it, a port-forward, and what the user
 * publishes. A page of a stranger that resolves its own name to this server is refused.
 */
export function renderAllowedHosts(names: ServerNames, more: readonly string[]): string {
  const { service, namespace, publishedUrl } = names;
  const inCluster = [
    service,
    `${service}.${namespace}`,
    `${service}.${namespace}.svc`,
    `${service}.${namespace}.svc.cluster.local`,
  ].map((name) => `${name}:${PORT}`);
  const forwarded = ["localhost:*", "127.0.0.1:*"];
  const published = publishedUrl === undefined ? [] : [new URL(publishedUrl).host];
  return [...inCluster, ...forwarded, ...published, ...more].join(",");
}
