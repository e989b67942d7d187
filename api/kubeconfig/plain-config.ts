import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AgentOptions } from "node:https";
import { dirname, resolve } from "node:path";
import type { Cluster, Context, User } from "@kubernetes/client-node/dist/config_types.js";
import { newClusters, newContexts, newUsers } from "@kubernetes/client-node/dist/config_types.js";
import type { parse } from "yaml";

const require = createRequire(import.meta.url);

/** A cluster and how to show who asks, where a kubeconfig says both in so many words. */
export interface PlainConfig {
  readonly server: string;
  readonly namespace: string | undefined;
  readonly tls: AgentOptions;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Reads a kubeconfig whose user has a certificate or a token in it. Undefined for all others (programs to run, renewed
 * tokens, proxies, a missing context): the client's own class knows those, and takes ten times as long to load.
 */
export function plainConfig(
  text: string,
  folder: string,
  chosen: { readonly context: string | undefined; readonly cluster: string | undefined },
): PlainConfig | undefined {
  const config = read(text) as Readonly<Record<string, unknown>> | null;
  const lists = { clusters: config?.["clusters"], contexts: config?.["contexts"], users: config?.["users"] };
  if (!Object.values(lists).every(Array.isArray)) return undefined;
  const named = <T extends { readonly name: string }>(list: readonly T[], name: string) =>
    list.find((one) => one.name === name);
  const name = chosen.context ?? config?.["current-context"];
  const context: Context | undefined = named(newContexts(lists.contexts), typeof name === "string" ? name : "");
  const cluster: Cluster | undefined = named(newClusters(lists.clusters), chosen.cluster ?? context?.cluster ?? "");
  const user: User | undefined = named(newUsers(lists.users), context?.user ?? "");
  if (cluster === undefined || user === undefined || !isPlain(cluster, user)) return undefined;
  const content = (data: string | undefined, file: string | undefined): Buffer | undefined => {
    if (data !== undefined) return Buffer.from(data, "base64");
    return file === undefined ? undefined : readFileSync(resolve(folder, file));
  };
  return {
    server: cluster.server,
    namespace: context?.namespace,
    headers: user.token === undefined ? {} : { Authorization: `Bearer ${user.token}` },
    tls: {
      ca: content(cluster.caData, cluster.caFile),
      cert: content(user.certData, user.certFile),
      key: content(user.keyData, user.keyFile),
      ...(cluster.skipTLSVerify ? { rejectUnauthorized: false } : {}),
      ...(cluster.tlsServerName === undefined ? {} : { servername: cluster.tlsServerName }),
    },
  };
}

/** The reader of YAML is 72 modules, and a cluster of this machine writes JSON: it is loaded for what is none. */
function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const yaml = require("yaml") as { readonly parse: typeof parse };
    return yaml.parse(text);
  }
}

function isPlain(cluster: Cluster, user: User): boolean {
  const others: readonly unknown[] = [user.exec, user.authProvider, user.username, user.impersonateUser];
  const isKnown = others.every((one) => one === undefined) && cluster.proxyUrl === undefined;
  return isKnown && cluster.server.startsWith("https://") && user.token !== "";
}

/** The folder that relative paths of a kubeconfig are meant from. */
export const folderOf = (file: string): string => dirname(resolve(file));
