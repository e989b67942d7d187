/** The one context of the embedded cluster's kubeconfig. */
export const contextName = "trainyard-local";
