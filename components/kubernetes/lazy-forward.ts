import type { KubeAccess } from "../lib/kube-access.ts";
import type { Forward } from "./forward.ts";
import type { ServicePort } from "./target-pod.ts";

/** A port-forward that is opened when it is first asked for, and anew when it could not be opened. */
export function lazyForward(access: KubeAccess, service: ServicePort): () => Promise<Forward> {
  let forward: Promise<Forward> | undefined;
  return async () => {
    // The library that speaks with the cluster takes a second to load; most previews never need it.
    forward ??= import("./forward.ts").then((kube) => kube.openForward(access, service, { keepAlive: false }));
    try {
      return await forward;
    } catch (error) {
      forward = undefined;
      throw error;
    }
  };
}
