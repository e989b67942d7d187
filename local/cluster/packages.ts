import { systemPath } from "../host/packages.ts";
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
export const instead = "name a context of your kubeconfig: pulumi config set trainyard:kubernetes <context>";

/** True where a cluster of our own can run. */
export function canRunProcesses(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0;
}

/** The environment in which the packaged programs are found, CNI plugins among them. */
export function packageEnvironment(site: Pick<ClusterSite, "env">) {
  return { ...site.env, PATH: `${systemPath(site.env)}:/usr/lib/cni` };
}
