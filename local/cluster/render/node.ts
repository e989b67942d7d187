import { inside } from "../site.ts";
import { network } from "./network.ts";

/** Where containerd listens inside the node. */
export const containerdSocket = "/run/containerd/containerd.sock";

/** Names without a value: a fixed place in the cluster's folder for what programs would write into the host's. */
export const nodeFolders = ["lib", "log", "kubelet", "containerd", "etcd", "registry", "plugins"] as const;

export function nodeFolder(name: (typeof nodeFolders)[number]): string {
  return `${inside.folder}/node/${name}`;
}

/**
 * What makes the fresh namespaces a node: the cluster's folder and programs at their fixed places, nothing of the
 * host's /run, /var/lib and /var/log, an address, and a route for Services so that the node itself reaches them.
 */
export function renderNodeSetup(real: { readonly folder: string; readonly programs: string }): string {
  return [
    "set -e",
    `exec 3<${quote(real.folder)} 4<${quote(real.programs)}`, // held open: what follows may hide their real paths
    "mount --make-rshared /",
    "mount -t tmpfs -o mode=755 node /mnt",
    `mkdir ${inside.folder} ${inside.programs}`,
    `mount --no-canonicalize --bind /proc/self/fd/3 ${inside.folder}`,
    `mount --no-canonicalize --bind /proc/self/fd/4 ${inside.programs}`,
    "exec 3<&- 4<&-",
    "mount -t tmpfs -o mode=755 node /run",
    "mkdir -p /run/containerd /run/lock",
    `mount --bind ${nodeFolder("lib")} /var/lib`,
    `mount --bind ${nodeFolder("log")} /var/log`,
    "ip link set lo up",
    "ip link add node0 type veth peer name node1",
    `ip address add ${network.node}/32 dev node0`,
    "ip link set node0 up",
    "ip link set node1 up",
    `ip route add ${network.services} dev node0`,
    "echo 1 > /proc/sys/net/ipv4/ip_forward",
    "",
  ].join("\n");
}

function quote(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}

export function renderContainerd(images: { readonly pause: string }): string {
  return `version = 2
root = "${nodeFolder("containerd")}"
state = "/run/containerd/state"
[grpc]
  address = "${containerdSocket}"
[plugins."io.containerd.grpc.v1.cri"]
  # without it runc dies where root may not lower a process's OOM score
  restrict_oom_score_adj = true
  sandbox_image = "${images.pause}"
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${inside.config}/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
`;
}

export function renderKubelet(cgroup: string): string {
  const config = {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: network.node,
    authentication: {
      x509: { clientCAFile: `${inside.pki}/ca.crt` },
      webhook: { enabled: true },
      anonymous: { enabled: false },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: `${inside.pki}/kubelet.crt`,
    tlsPrivateKeyFile: `${inside.pki}/kubelet.key`,
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    cgroupDriver: "cgroupfs",
    cgroupRoot: cgroup,
    enforceNodeAllocatable: [] as string[],
    failSwapOn: false,
    failCgroupV1: false,
    clusterDNS: [network.dns],
    clusterDomain: network.domain,
    resolvConf: `${inside.config}/resolv.conf`,
    volumePluginDir: nodeFolder("plugins"),
    healthzBindAddress: "127.0.0.1",
    containerLogMaxSize: "10Mi",
    containerLogMaxFiles: 3,
    syncFrequency: "10s",
    nodeStatusUpdateFrequency: "4s",
    evictionHard: { "memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%" },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    serializeImagePulls: false,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

export function renderProxy(): string {
  const config = {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    clientConnection: { kubeconfig: `${inside.config}/proxy.kubeconfig` },
    bindAddress: network.node,
    healthzBindAddress: "127.0.0.1:10256",
    metricsBindAddress: "127.0.0.1:10249",
    clusterCIDR: network.pods,
    mode: "iptables",
    hostnameOverride: "trainyard",
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
    nodePortAddresses: [`${network.node}/32`],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

export function renderRegistry(port: number): string {
  const config = {
    version: "0.1",
    log: { level: "warn", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: nodeFolder("registry") }, delete: { enabled: true } },
    http: { addr: `127.0.0.1:${port}` },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
