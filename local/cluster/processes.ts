import { inside } from "./site.ts";
import { network } from "./render/network.ts";
import { nodeFolder } from "./render/node.ts";

/** A process of the node. */
export interface NodeProcess {
  readonly name: string;
  /** A path, or a program of the system by its name. */
  readonly program: string;
  readonly args: readonly string[];
}

/** The processes that run inside the node's namespaces; the second wave needs the API of the first. */
export const waves = {
  first: ["etcd", "apiserver", "containerd", "registry"],
  second: ["controller-manager", "scheduler", "kubelet", "proxy", "coredns"],
} as const;
export const nodeProcessNames = [...waves.first, ...waves.second] as const;
export type NodeProcessName = (typeof nodeProcessNames)[number];

const etcdUrl = "http://127.0.0.1:2379";
export const apiserverPort = 6443;

/** What runs, with all its arguments. Loopback and the node's own address only: there is no other network inside. */
export function nodeProcesses(): Readonly<Record<NodeProcessName, NodeProcess>> {
  const pki = (file: string) => `${inside.pki}/${file}`;
  const kubeconfig = (name: string) => `${inside.config}/${name}.kubeconfig`;
  const ours = (program: string) => `${inside.programs}/${program}`;
  return {
    etcd: {
      name: "etcd",
      program: "etcd",
      args: [
        ...["--name=trainyard", `--data-dir=${nodeFolder("etcd")}`],
        ...[`--listen-client-urls=${etcdUrl}`, `--advertise-client-urls=${etcdUrl}`],
        ...["--listen-peer-urls=http://127.0.0.1:2380", "--initial-advertise-peer-urls=http://127.0.0.1:2380"],
        "--initial-cluster=trainyard=http://127.0.0.1:2380",
        "--unsafe-no-fsync", // a machine that loses power may lose this cluster; a killed process loses nothing
      ],
    },
    containerd: { name: "containerd", program: "containerd", args: ["--config", `${inside.config}/containerd.toml`] },
    registry: { name: "registry", program: "docker-registry", args: ["serve", `${inside.config}/registry.json`] },
    apiserver: {
      name: "apiserver",
      program: ours("kube-apiserver"),
      args: [
        ...[`--advertise-address=${network.node}`, `--secure-port=${apiserverPort}`, `--etcd-servers=${etcdUrl}`],
        ...[`--tls-cert-file=${pki("apiserver.crt")}`, `--tls-private-key-file=${pki("apiserver.key")}`],
        ...["--cert-dir=/run/kubernetes", `--client-ca-file=${pki("ca.crt")}`, "--authorization-mode=Node,RBAC"],
        ...["--enable-admission-plugins=NodeRestriction", "--allow-privileged=true", "--profiling=false"],
        ...[`--service-cluster-ip-range=${network.services}`, "--service-node-port-range=30000-32767"],
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        `--service-account-key-file=${pki("service-accounts.pub")}`,
        `--service-account-signing-key-file=${pki("service-accounts.key")}`,
        `--kubelet-certificate-authority=${pki("ca.crt")}`,
        `--kubelet-client-certificate=${pki("apiserver-kubelet-client.crt")}`,
        `--kubelet-client-key=${pki("apiserver-kubelet-client.key")}`,
        "--kubelet-preferred-address-types=InternalIP",
        "--feature-gates=DetectCacheInconsistency=false", // it reports compacted revisions as errors, with etcd 3.4 for ever
      ],
    },
    "controller-manager": {
      name: "controller-manager",
      program: ours("kube-controller-manager"),
      args: [
        ...[`--kubeconfig=${kubeconfig("controller-manager")}`, "--bind-address=127.0.0.1", "--leader-elect=false"],
        `--flex-volume-plugin-dir=${nodeFolder("plugins")}`,
        ...["--allocate-node-cidrs=true", `--cluster-cidr=${network.pods}`, "--cert-dir=/run/kubernetes"],
        ...["--use-service-account-credentials=true", `--root-ca-file=${pki("ca.crt")}`, "--profiling=false"],
        `--service-account-private-key-file=${pki("service-accounts.key")}`,
        ...[`--cluster-signing-cert-file=${pki("ca.crt")}`, `--cluster-signing-key-file=${pki("ca.key")}`],
      ],
    },
    scheduler: {
      name: "scheduler",
      program: ours("kube-scheduler"),
      args: [
        ...[`--kubeconfig=${kubeconfig("scheduler")}`, "--bind-address=127.0.0.1", "--leader-elect=false"],
        ...["--cert-dir=/run/kubernetes", "--profiling=false"],
      ],
    },
    kubelet: {
      name: "kubelet",
      program: ours("kubelet"),
      args: [
        ...[`--config=${inside.config}/kubelet.json`, `--kubeconfig=${kubeconfig("kubelet")}`],
        ...[`--root-dir=${nodeFolder("kubelet")}`, "--hostname-override=trainyard", `--node-ip=${network.node}`],
        "--cert-dir=/run/kubernetes",
      ],
    },
    proxy: { name: "proxy", program: ours("kube-proxy"), args: [`--config=${inside.config}/proxy.json`] },
    coredns: { name: "coredns", program: ours("coredns"), args: ["-conf", `${inside.config}/Corefile`] },
  };
}
