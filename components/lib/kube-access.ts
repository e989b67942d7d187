/** How a cluster is reached. */
export interface KubeAccess {
  /** Path of a kubeconfig. @default - the user's own (KUBECONFIG, else ~/.kube/config) */
  readonly kubeconfig?: string | undefined;
  /** Context in it. @default - the current one */
  readonly context?: string | undefined;
}

/** What `trainyard:kubernetes` says for a cluster that `./yard` runs. Every other value names a kube context. */
export const LOCAL_CLUSTER = "local";

/** The way to the cluster of a stack, from `trainyard:kubernetes` and the kubeconfig that goes with it. */
export function kubeAccess(kubernetes: string | undefined, kubeconfig: string | undefined): KubeAccess {
  return {
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(kubernetes === undefined || kubernetes === LOCAL_CLUSTER ? {} : { context: kubernetes }),
  };
}
