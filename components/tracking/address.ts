import { lazyForward } from "../kubernetes/lazy-forward.ts";
import { parseServiceUrl } from "../kubernetes/target-pod.ts";
import { linkedHttpUrl } from "../lib/http-url.ts";
import type { KubeAccess } from "../lib/kube-access.ts";
import type { TrackingInputs } from "./args.ts";
import type { Endpoint } from "./transport.ts";

/** Ways to the server of a link: `controlUrl` first, `podUrl` where that does not answer. */
export function waysTo(
  { controlUrl, podUrl, podHeaders }: Pick<TrackingInputs, "controlUrl" | "podUrl" | "podHeaders">,
  access: KubeAccess,
  loopbackOnly: boolean,
): () => Promise<readonly Endpoint[]> {
  const service = parseServiceUrl(controlUrl);
  const direct = service === undefined ? linkedHttpUrl(controlUrl, "mlflow.controlUrl", loopbackOnly) : undefined;
  const published: Endpoint[] =
    podUrl === undefined
      ? []
      : [{ url: linkedHttpUrl(podUrl, "mlflow.podUrl", loopbackOnly), headers: podHeaders ?? {} }];
  const forward = service && lazyForward(access, service);
  const opened = async (): Promise<string> => (forward === undefined ? (direct ?? "") : (await forward()).url);
  return async () => {
    try {
      return [{ url: await opened(), headers: {} }, ...published];
    } catch (error) {
      if (published.length > 0) return published;
      throw error;
    }
  };
}
