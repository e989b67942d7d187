import { readFileSync } from "node:fs";
import { Agent, type AgentOptions, type RequestOptions } from "node:https";
import { dirname, resolve } from "node:path";
import { newClusters, newContexts, newUsers } from "@kubernetes/client-node/dist/config_types.js";
import type { User } from "@kubernetes/client-node/dist/config_types.js";
import { parse } from "yaml";
import type { KubeAccess } from "../lib/kube-access.ts";

/** Where a cluster's API is, and who asks it. */
export interface Way {
  readonly server: string;
  readonly options: RequestOptions;
}

/** Ways to show who asks, or for whom, that need more than a certificate or a token. */
const OTHERS = ["exec", "authProvider", "username", "impersonateUser"] as const satisfies readonly (keyof User)[];

/**
 * Reads a kubeconfig file whose user has a certificate or a token in it. Undefined for all others, and for what cannot be
 * read or found: the client's own class knows those and says what is wrong, but takes most of a second to load.
 */
export function plainWay({ kubeconfig, context: wanted }: KubeAccess): Way | undefined {
  if (kubeconfig === undefined) return undefined;
  try {
    const said = parse(readFileSync(kubeconfig, "utf8")) as Readonly<Record<string, unknown>>;
    const name = wanted ?? said["current-context"];
    const context = newContexts(said["contexts"]).find((one) => one.name === name);
    const cluster = newClusters(said["clusters"]).find((one) => one.name === context?.cluster);
    const user = newUsers(said["users"]).find((one) => one.name === context?.user);
    if (cluster === undefined || user === undefined || OTHERS.some((way) => user[way] !== undefined)) return undefined;
    if (cluster.proxyUrl !== undefined || !cluster.server.startsWith("https://") || user.token === "") return undefined;
    const content = (data: string | undefined, file: string | undefined): Buffer | undefined => {
      if (data !== undefined) return Buffer.from(data, "base64");
      return file === undefined ? undefined : readFileSync(resolve(dirname(kubeconfig), file));
    };
    const tls: AgentOptions = {
      ca: content(cluster.caData, cluster.caFile),
      cert: content(user.certData, user.certFile),
      key: content(user.keyData, user.keyFile),
      ...(cluster.skipTLSVerify ? { rejectUnauthorized: false } : {}),
      ...(cluster.tlsServerName === undefined ? {} : { servername: cluster.tlsServerName }),
    };
    const headers = user.token === undefined ? {} : { authorization: `Bearer ${user.token}` };
    return { server: cluster.server, options: { agent: new Agent({ ...tls, keepAlive: true }), headers } };
  } catch {
    return undefined;
  }
}
