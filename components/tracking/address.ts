import type { Forward } from "../kubernetes/forward.ts";
import type { KubeAccess } from "../lib/kube-access.ts";
import { parseServiceUrl } from "../kubernetes/target-pod.ts";
import { isLoopback } from "../runpod/connection.ts";
import type { TrackingInputs } from "./args.ts";
import type { Endpoint } from "./transport.ts";

/** Ways to the server of a link: `controlUrl` first, `podUrl` where that does not answer. */
export function waysTo(
  { controlUrl, podUrl, podHeaders }: Pick<TrackingInputs, "controlUrl" | "podUrl" | "podHeaders">,
  access: KubeAccess,
  loopbackOnly: boolean,
): () => Promise<readonly Endpoint[]> {
  const service = parseServiceUrl(controlUrl);
  const direct = service === undefined ? httpUrl(controlUrl, "controlUrl", loopbackOnly) : undefined;
  const published: Endpoint[] =
    podUrl === undefined ? [] : [{ url: httpUrl(podUrl, "podUrl", loopbackOnly), headers: podHeaders ?? {} }];
  let forward: Promise<Forward> | undefined;
  const opened = async (): Promise<string> => {
    if (service === undefined) return direct ?? "";
    // The library that speaks with the cluster takes a second to load; most jobs of a preview never need it.
    forward ??= import("../kubernetes/forward.ts").then((kube) =>
      kube.openForward(access, service, { keepAlive: false }),
    );
    try {
      return (await forward).url;
    } catch (error) {
      forward = undefined;
      throw error;
    }
  };
  return async () => {
    try {
      return [{ url: await opened(), headers: {} }, ...published];
    } catch (error) {
      if (published.length > 0) return published;
      throw error;
    }
  };
}

/** Throws an Error for what is no http(s) address, or a foreign one where only this machine is allowed. */
function httpUrl(url: string, field: string, loopbackOnly: boolean): string {
  const parsed = URL.parse(url);
  if (
    parsed === null ||
    !["http:", "https:"].includes(parsed.protocol) ||
    parsed.username !== "" ||
    parsed.password !== ""
  )
    throw new Error(
      `mlflow.${field} must be an http(s) URL without a user in it, or kube://<namespace>/<service>:<port>`,
    );
  if (loopbackOnly && !isLoopback(url))
    throw new Error(`refused to use ${parsed.origin}: TRAINYARD_LOOPBACK_ONLY=1 allows addresses of this machine only`);
  return `${parsed.origin}${parsed.pathname}`.replace(/\/+$/, "");
}
