import { readFileSync } from "node:fs";
import { Agent, type RequestOptions } from "node:https";
import { folderOf, plainConfig } from "../../api/kubeconfig/plain-config.ts";
import type { KubeAccess } from "../lib/kube-access.ts";

/** Where a cluster's API is, and who asks it. */
export interface Way {
  readonly server: string;
  readonly options: RequestOptions;
}

/**
 * Reads a kubeconfig file whose user has a certificate or a token in it. Undefined for all others, and for what cannot be
 * read or found: the client's own class knows those and says what is wrong, but takes most of a second to load.
 */
export function plainWay({ kubeconfig, context }: KubeAccess): Way | undefined {
  if (kubeconfig === undefined) return undefined;
  try {
    const text = readFileSync(kubeconfig, "utf8");
    const plain = plainConfig(text, folderOf(kubeconfig), { context, cluster: undefined });
    if (plain === undefined) return undefined;
    const { server, headers, tls } = plain;
    return { server, options: { agent: new Agent({ ...tls, keepAlive: true }), headers } };
  } catch {
    return undefined;
  }
}
