/** What a type token says about the objects behind it. */
export interface ObjectType {
  /** As manifests have it: `v1`, `apps/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
}

/** Parts of the package that are no objects of the cluster. */
const otherParts: readonly string[] = ["helm.sh", "yaml", "kustomize", "index", "provider"];

/** Reads `kubernetes:apps/v1:StatefulSet`; undefined for what is no single object: charts, YAML files, lists, patches. */
export function objectType(token: string): ObjectType | undefined {
  const found = /^kubernetes:([^:]+):([A-Za-z]\w*)$/.exec(token);
  const [, group = "", kind = ""] = found ?? [];
  const [head = "", version = ""] = group.split("/");
  if (found === null || version === "" || otherParts.includes(head)) return undefined;
  if (/[a-z](List|Patch)$/.test(kind)) return undefined;
  return { apiVersion: head === "core" ? version : group, kind };
}

/** Kinds of Kubernetes itself that belong to no namespace. */
const clusterKinds: ReadonlySet<string> = new Set([
  "APIService",
  "CSIDriver",
  "CSINode",
  "CertificateSigningRequest",
  "ClusterRole",
  "ClusterRoleBinding",
  "ClusterTrustBundle",
  "CustomResourceDefinition",
  "DeviceClass",
  "FlowSchema",
  "IPAddress",
  "IngressClass",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "ResourceSlice",
  "RuntimeClass",
  "ServiceCIDR",
  "StorageClass",
  "StorageVersion",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
  "VolumeAttributesClass",
]);

/** Whether objects of a type have a namespace; undefined for types of others, about which only the cluster knows. */
export function isNamespaced({ apiVersion, kind }: ObjectType): boolean | undefined {
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  const own = !group.includes(".") || group.endsWith(".k8s.io");
  return own ? !clusterKinds.has(kind) : undefined;
}
