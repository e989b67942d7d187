import { existsSync, readFileSync } from "node:fs";
import { Agent, type RequestOptions } from "node:https";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { folderOf, plainConfig } from "../../../../api/kubeconfig/plain-config.ts";
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
 * Reads a kubeconfig: path, content, or where the user has it. Throws where there is none, or no such context. What loads
 * slowly is loaded here and only where it is needed: a plugin that is asked nothing starts at once.
 */
export async function connect(settings: Settings): Promise<Connection> {
  const found = findConfig(settings.kubeconfig);
  const plain = found.text === undefined ? undefined : plainConfig(found.text, found.folder, settings);
  if (plain === undefined) {
    const { connectByClient } = await import("./client-connection.ts");
    return connectByClient(settings);
  }
  const agent = new Agent({ ...plain.tls, keepAlive: true });
  const options: RequestOptions = { headers: plain.headers, agent };
  return {
    server: new URL(plain.server),
    namespace: plain.namespace,
    requestOptions: () => Promise.resolve(options),
  };
}

/** The text of the kubeconfig, where it is one file or content. Throws where there is none. */
function findConfig(kubeconfig: string | undefined): { readonly text: string | undefined; readonly folder: string } {
  if (kubeconfig !== undefined && /[\n{]/.test(kubeconfig)) return { text: kubeconfig, folder: process.cwd() };
  const own = process.env["KUBECONFIG"] || join(homedir(), ".kube", "config");
  const files = (kubeconfig ?? own).split(delimiter).filter((file) => existsSync(file));
  const [file, ...more] = files;
  if (file === undefined) throw new Error(`there is no kubeconfig ${kubeconfig ?? own}`);
  return { text: more.length > 0 ? undefined : readFileSync(file, "utf8"), folder: folderOf(file) };
}
