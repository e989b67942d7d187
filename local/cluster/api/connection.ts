import { request, type RequestOptions } from "node:https";
import { KubeConfig } from "@kubernetes/client-node";

/** The API of a cluster, as a kubeconfig names it. */
export function connectionOf(file: string, context?: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromFile(file);
  if (context !== undefined) config.setCurrentContext(context);
  return config;
}

/** Status and body of a plain GET, with the credentials of the kubeconfig; rejects where nobody answers. */
export async function get(
  config: KubeConfig,
  path: string,
  timeoutSeconds = 5,
): Promise<{ readonly status: number; readonly body: string }> {
  const server = config.getCurrentCluster()?.server ?? "";
  const options: RequestOptions = { timeout: timeoutSeconds * 1000 };
  await config.applyToHTTPSOptions(options);
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, server), options, (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (text: string) => (body += text));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body }));
      answer.on("error", reject);
    });
    asked.on("timeout", () => asked.destroy(new Error(`no answer within ${timeoutSeconds} s`)));
    asked.on("error", reject);
    asked.end();
  });
}
