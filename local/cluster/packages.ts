import { systemPath } from "../host/packages.ts";
import { Failure } from "../process/failure.ts";
import type { ClusterSite } from "./site.ts";

/** Programs of the system that a node needs, and the Debian packages that bring them. */
export const clusterPackages = {
  etcd: "etcd-server",
  containerd: "containerd",
  runc: "runc",
  "docker-registry": "docker-registry",
  ptp: "containernetworking-plugins",
  iptables: "iptables",
  conntrack: "conntrack",
  ip: "iproute2",
  mount: "mount",
  unshare: "util-linux",
  nsenter: "util-linux",
  openssl: "openssl",
} as const;

/** What a person may do who cannot or will not have a cluster of our own. */
export const nameContext = "set trainyard:kubernetes in the stack's file to a context of your kubeconfig";
export const instead = `install kind and pull one of its node images (kindest/node), or ${nameContext}`;

/** Why a cluster of our own cannot run here, and what to do; undefined where it can. */
export function impossibleProcesses(): { readonly why: string; readonly todo: string } | undefined {
  if (process.platform !== "linux") return { why: "it needs Linux", todo: instead };
  return process.getuid?.() === 0 ? undefined : { why: "it needs root", todo: `run as root, or ${instead}` };
}

/** Throws a Failure where a cluster of our own cannot run. */
export function refuseImpossible(): void {
  const impossible = impossibleProcesses();
  if (impossible === undefined) return;
  throw new Failure({
    what: "there is no Kubernetes cluster",
    on: `${process.platform}, user ${process.getuid?.() ?? "?"}`,
    why: `no context is named, kind or its node image is not at hand, and one of our own cannot run: ${impossible.why}`,
    todo: impossible.todo,
  });
}

/** The environment in which the packaged programs are found, CNI plugins among them. */
export function packageEnvironment(site: Pick<ClusterSite, "env">) {
  return { ...site.env, PATH: `${systemPath(site.env)}:/usr/lib/cni` };
}
