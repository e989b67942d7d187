import type { Problem } from "./errors.ts";

const MAX_LENGTH = 40;
const label = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/**
 * Why the name of a component cannot be the stem of names in Kubernetes: those are DNS labels of at most 63 characters, and
 * the component adds its parts and Kubernetes its own endings.
 */
export function nameProblems(name: string): readonly Problem[] {
  if (label.test(name) && name.length <= MAX_LENGTH) return [];
  const allowed = `lower-case letters, digits and hyphens inside, starting with a letter, at most ${MAX_LENGTH} characters`;
  return [{ path: "name", reason: `must be ${allowed}, got ${JSON.stringify(name)}` }];
}

/** The namespace of a stack: `<project>-<stack>`, with a hyphen for what a DNS label does not take. */
export function stackNamespace(project: string, stack: string): string {
  return `${project}-${stack}`.replace(/[^a-z0-9-]/g, "-");
}

/** Domain of the cluster's own names, as clusters are set up unless told otherwise. */
const CLUSTER_DOMAIN = "cluster.local";

/** Full name of pod `ordinal` of a StatefulSet behind a headless Service: it stays when the pod's address does not. */
export function podHost(statefulSet: string, ordinal: number, service: string, namespace: string): string {
  return `${statefulSet}-${ordinal}.${service}.${namespace}.svc.${CLUSTER_DOMAIN}`;
}

/** Full name of a Service. */
export function serviceHost(service: string, namespace: string): string {
  return `${service}.${namespace}.svc.${CLUSTER_DOMAIN}`;
}

/** Environment by which a pod of a StatefulSet knows its own name, `POD_NAME`, and its full one, `POD_FQDN`. */
export function podNameEnv(service: string) {
  const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
  return [
    field("POD_NAME", "metadata.name"),
    field("POD_NAMESPACE", "metadata.namespace"),
    { name: "POD_FQDN", value: `$(POD_NAME).${service}.$(POD_NAMESPACE).svc.${CLUSTER_DOMAIN}` },
  ];
}
