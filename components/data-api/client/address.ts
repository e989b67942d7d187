import { lazyForward } from "../../kubernetes/lazy-forward.ts";
import { parseServiceUrl } from "../../kubernetes/target-pod.ts";
import { linkedHttpUrl } from "../../lib/http-url.ts";
import type { KubeAccess } from "../../lib/kube-access.ts";

/**
 * How a link's `controlUrl` is reached: an http(s) URL as it is, `kube://<namespace>/<service>:<port>` by a port-forward that is
 * opened with the first call. Throws an Error for what is neither, and for a foreign one where only this machine is allowed.
 */
export function addressOf(controlUrl: string, access: KubeAccess, loopbackOnly: boolean): () => Promise<string> {
  const service = parseServiceUrl(controlUrl);
  if (service === undefined) {
    const url = linkedHttpUrl(controlUrl, "the address of a data API", loopbackOnly);
    return async () => url;
  }
  const forward = lazyForward(access, service);
  return async () => (await forward()).url;
}
