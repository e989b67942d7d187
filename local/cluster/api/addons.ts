import { type KubeConfig, KubernetesObjectApi, PatchStrategy } from "@kubernetes/client-node";
import { network } from "../render/network.ts";
import { provisioner, storageClassName } from "../storage-class.ts";

const dnsPorts = [
  { name: "dns", port: 53, protocol: "UDP" },
  { name: "dns-tcp", port: 53, protocol: "TCP" },
];

/** What every cluster has beside the API's own: names, storage, and the rights of the processes that give them. */
export function addons(): readonly { readonly kind: string; readonly [field: string]: unknown }[] {
  const read = ["list", "watch"];
  return [
    clusterRole("system:coredns", [
      { apiGroups: [""], resources: ["services", "pods", "namespaces"], verbs: read },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
    ]),
    roleOfUser("system:coredns", "system:coredns", "system:coredns"),
    roleOfUser("trainyard:keeper", "system:persistent-volume-provisioner", "trainyard:keeper"),
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "kube-dns", namespace: "kube-system", labels: { "k8s-app": "kube-dns" } },
      // no selector: the answers come from a process of the node
      spec: { clusterIP: network.dns, ports: dnsPorts.map((port) => ({ ...port, targetPort: 53 })) },
    },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: {
        name: "kube-dns-node",
        namespace: "kube-system",
        labels: { "kubernetes.io/service-name": "kube-dns", "endpointslice.kubernetes.io/managed-by": "trainyard.dev" },
      },
      addressType: "IPv4",
      endpoints: [{ addresses: [network.node], conditions: { ready: true } }],
      ports: dnsPorts,
    },
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: {
        name: storageClassName,
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      provisioner,
      reclaimPolicy: "Delete",
      volumeBindingMode: "WaitForFirstConsumer",
    },
  ];
}

/** Writes them; what is as it should be stays untouched. */
export async function applyAddons(config: KubeConfig): Promise<void> {
  const objects = KubernetesObjectApi.makeApiClient(config);
  for (const addon of addons()) {
    await objects.patch(addon, undefined, undefined, "trainyard-cluster", true, PatchStrategy.ServerSideApply);
  }
}

const rbac = "rbac.authorization.k8s.io";

function clusterRole(name: string, rules: readonly object[]) {
  return { apiVersion: `${rbac}/v1`, kind: "ClusterRole", metadata: { name }, rules };
}

function roleOfUser(name: string, role: string, user: string) {
  return {
    apiVersion: `${rbac}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef: { apiGroup: rbac, kind: "ClusterRole", name: role },
    subjects: [{ apiGroup: rbac, kind: "User", name: user }],
  };
}
