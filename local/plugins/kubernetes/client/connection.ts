import { existsSync } from "node:fs";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent, type RequestOptions } from "node:https";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Settings } from "../settings.ts";

/** How to speak to a cluster. */
export interface Connection {
  readonly server: URL;
  /** Namespace of the context, if it names one. */
  readonly namespace: string | undefined;
  /** Options of a request: agent and authentication; asked for each, for tokens may be renewed. */
  requestOptions(): Promise<RequestOptions>;
}

/**
 * Reads a kubeconfig: path, content, or where the user has it. Throws where there is none, or no such context. The client is
 * loaded here and no earlier: a plugin that is asked nothing should start at once.
 */
export async function connect(settings: Settings): Promise<Connection> {
  const { KubeConfig } = await import("@kubernetes/client-node/dist/config.js");
  const config = new KubeConfig();
  const { kubeconfig } = settings;
  if (kubeconfig === undefined) {
    const own = process.env["KUBECONFIG"] || join(homedir(), ".kube", "config");
    if (!own.split(":").some((file) => existsSync(file))) throw new Error(`there is no kubeconfig (${own})`);
    config.loadFromDefault();
  } else if (/[\n{]/.test(kubeconfig)) config.loadFromString(kubeconfig);
  else if (existsSync(kubeconfig)) config.loadFromFile(kubeconfig);
  else throw new Error(`there is no kubeconfig ${kubeconfig}`);
  if (settings.context !== undefined) {
    const names = config.getContexts().map((one) => one.name);
    if (!names.includes(settings.context)) {
      const list = names.join(", ") || "none";
      throw new Error(`the kubeconfig has no context ${settings.context}; it has ${list}`);
    }
    config.setCurrentContext(settings.context);
  }
  const context = config.getContextObject(config.getCurrentContext());
  if (settings.cluster !== undefined && context !== null) Object.assign(context, { cluster: settings.cluster });
  const cluster = config.getCurrentCluster();
  if (cluster === null)
    throw new Error(`the kubeconfig names no cluster for ${config.getCurrentContext() || "its context"}`);
  const server = new URL(cluster.server);
  let agent: HttpAgent | HttpsAgent | undefined;
  return {
    server,
    namespace: context?.namespace,
    requestOptions: async () => {
      const options: RequestOptions = {};
      await config.applyToHTTPSOptions(options);
      if (cluster.proxyUrl !== undefined) return options;
      const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
      const tls = { ca, cert, key, pfx, passphrase, servername, keepAlive: true };
      const strict = rejectUnauthorized === undefined ? {} : { rejectUnauthorized };
      agent ??=
        server.protocol === "http:" ? new HttpAgent({ keepAlive: true }) : new HttpsAgent({ ...tls, ...strict });
      return { ...options, agent };
    },
  };
}
