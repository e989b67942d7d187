import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runOrFail } from "../process/run.ts";

/** A certificate of the cluster: who it says its bearer is, and under which names it serves. */
interface Identity {
  readonly subject: string;
  readonly names?: readonly string[];
}

/** Who is who. Kubernetes reads user (CN) and groups (O) from the subject. */
export const identities = {
  apiserver: {
    subject: "/CN=kube-apiserver",
    names: [
      ...["kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"],
      ...["localhost", "IP:127.0.0.1", "IP:10.96.0.1", "IP:10.250.0.1"],
    ],
  },
  "apiserver-kubelet-client": { subject: "/O=system:masters/CN=kube-apiserver-kubelet-client" },
  kubelet: { subject: "/O=system:nodes/CN=system:node:trainyard", names: ["trainyard", "IP:10.250.0.1"] },
  admin: { subject: "/O=system:masters/CN=admin" },
  "controller-manager": { subject: "/CN=system:kube-controller-manager" },
  scheduler: { subject: "/CN=system:kube-scheduler" },
  proxy: { subject: "/CN=system:kube-proxy" },
  coredns: { subject: "/CN=system:coredns" },
  keeper: { subject: "/CN=trainyard:keeper" },
} as const satisfies Record<string, Identity>;

export type IdentityName = keyof typeof identities;

const days = "3650";
const failed = ["the cluster's certificates could not be made", "install openssl, then run it again"] as const;

/** Makes authority, certificates and the key of service accounts, once; all of it or nothing. */
export async function ensurePki(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const aside = `${folder}.aside-${process.pid}`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { recursive: true, mode: 0o700 });
  const openssl = (...args: string[]) => runOrFail(...failed, "openssl", args, { cwd: aside });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const authority = ["-keyout", "ca.key", "-out", "ca.crt", "-days", days, "-subj", "/CN=trainyard-cluster"];
  await openssl("req", "-x509", ...newKey, ...authority);
  for (const [name, identity] of Object.entries<Identity>(identities)) {
    await openssl("req", ...newKey, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", identity.subject);
    await writeFile(join(aside, `${name}.ext`), extensions(identity.names ?? []));
    const signing = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", days, "-extfile", `${name}.ext`];
    await openssl("x509", "-req", "-in", `${name}.csr`, ...signing, "-out", `${name}.crt`);
    for (const kind of ["csr", "ext"]) await rm(join(aside, `${name}.${kind}`));
  }
  await openssl("genrsa", "-out", "service-accounts.key", "2048");
  await openssl("rsa", "-in", "service-accounts.key", "-pubout", "-out", "service-accounts.pub");
  await rename(aside, folder);
}

function extensions(names: readonly string[]): string {
  const alternatives = names.map((name) => (name.startsWith("IP:") ? name : `DNS:${name}`)).join(",");
  const lines = ["keyUsage=critical,digitalSignature", "extendedKeyUsage=clientAuth,serverAuth"];
  return [...lines, ...(alternatives === "" ? [] : [`subjectAltName=${alternatives}`]), ""].join("\n");
}

/** A kubeconfig that carries its certificates, so that it works wherever it is read. */
export async function kubeconfigOf(
  pki: string,
  identity: IdentityName,
  cluster: { readonly server: string; readonly context: string },
): Promise<string> {
  const base64 = async (file: string) => (await readFile(join(pki, file))).toString("base64");
  const { server, context } = cluster;
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: context, cluster: { server, "certificate-authority-data": await base64("ca.crt") } }],
    users: [
      {
        name: context,
        user: {
          "client-certificate-data": await base64(`${identity}.crt`),
          "client-key-data": await base64(`${identity}.key`),
        },
      },
    ],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
    "current-context": context,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
