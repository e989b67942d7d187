import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent, type RequestOptions } from "node:https";
import { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import type { Settings } from "../settings.ts";
import type { Connection } from "./connection.ts";

/** A connection by the client's own class: any kubeconfig that it knows. Throws where there is no such context. */
export function connectByClient(settings: Settings): Connection {
  const config = new KubeConfig();
  const { kubeconfig } = settings;
  if (kubeconfig === undefined) config.loadFromDefault();
  else if (/[\n{]/.test(kubeconfig)) config.loadFromString(kubeconfig);
  else config.loadFromFile(kubeconfig);
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
  if (cluster === null) {
    throw new Error(`the kubeconfig names no cluster for ${config.getCurrentContext() || "its context"}`);
  }
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
