import { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import type { KubeAccess } from "../lib/kube-access.ts";
import { reasonOf } from "./reason.ts";

/** Throws an Error that says which file or context is missing. */
export function configOf({ kubeconfig, context }: KubeAccess): KubeConfig {
  const config = new KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    throw new Error(`the kubeconfig ${kubeconfig ?? "of this user"} cannot be read: ${reasonOf(error)}`, {
      cause: error,
    });
  }
  if (context !== undefined) {
    const names = config.getContexts().map((one) => one.name);
    if (!names.includes(context))
      throw new Error(`the kubeconfig has no context ${JSON.stringify(context)}; it has ${names.join(", ") || "none"}`);
    config.setCurrentContext(context);
  }
  return config;
}
