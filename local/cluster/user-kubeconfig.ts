import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { Environment } from "../host/environment.ts";

/** The kubeconfig of the user: the one given, else the first of KUBECONFIG, else ~/.kube/config. */
export function userKubeconfig(env: Environment, given?: string): string {
  const named = (given ?? env["KUBECONFIG"] ?? "").split(delimiter).find((file) => file !== "");
  return named ?? join(env["HOME"] ?? homedir(), ".kube", "config");
}
