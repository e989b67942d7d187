import { parseServiceUrl } from "../../kubernetes/target-pod.ts";
import type { KubeAccess } from "../../lib/kube-access.ts";
import { isLoopback } from "../../runpod/connection.ts";

/**
 * How a link's `controlUrl` is reached: an http(s) URL as it is, `kube://<namespace>/<service>:<port>` by a port-forward that is
 * opened with the first call. Throws an Error for what is neither, and for a foreign one where only this machine is allowed.
 */
export function addressOf(controlUrl: string, access: KubeAccess, loopbackOnly: boolean): () => Promise<string> {
  const service = parseServiceUrl(controlUrl);
  if (service === undefined) {
    const url = httpUrl(controlUrl, loopbackOnly);
    return async () => url;
  }
  let forward: Promise<{ readonly url: string }> | undefined;
  return async () => {
    // The library that speaks with the cluster takes a second to load; most previews never need it.
    forward ??= import("../../kubernetes/forward.ts").then((kube) =>
      kube.openForward(access, service, { keepAlive: false }),
    );
    try {
      return (await forward).url;
    } catch (error) {
      forward = undefined;
      throw error;
    }
  };
}

function httpUrl(url: string, loopbackOnly: boolean): string {
  const parsed = URL.parse(url);
  const plain = parsed !== null && parsed.username === "" && parsed.password === "";
  if (!plain || !["http:", "https:"].includes(parsed.protocol))
    throw new Error(
      "the address of a data API must be an http(s) URL without a user in it, or kube://<namespace>/<service>:<port>",
    );
  if (loopbackOnly && !isLoopback(url))
    throw new Error(`refused to use ${parsed.origin}: TRAINYARD_LOOPBACK_ONLY=1 allows addresses of this machine only`);
  return `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, "");
}
