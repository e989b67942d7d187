import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { contentKeyOfFiles } from "../cache/content-key.ts";
import { publishOnce } from "../cache/publish.ts";
import type { Progress } from "../host/environment.ts";
import { buildGo, type GoBuild } from "../host/go-build.ts";
import { nameContext } from "./packages.ts";
import type { ClusterSite } from "./site.ts";

/** v1.34 is the last line that takes cgroup v1 and containerd 1.6 without extra settings. */
export const kubernetesVersion = "v1.34.4";

const kubernetesPrograms = [
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubelet",
  "kube-proxy",
  "kubectl",
];

/** Folders with the programs of the cluster. */
export interface Binaries {
  /** Kubernetes and CoreDNS. */
  readonly kubernetes: string;
  /** Our own: pause and gate. */
  readonly own: string;
}

/** Where the programs lie once they are built. */
export async function binaryFolders(site: Pick<ClusterSite, "root" | "cache">): Promise<Binaries> {
  const tools = join(site.root, "tools");
  const modules = { kubernetes: join(tools, "kubernetes"), coredns: join(tools, "coredns") };
  const pins = Object.entries(modules).flatMap(([name, folder]) =>
    ["go.mod", "go.sum"].map((file) => [`${name}/${file}`, join(folder, file)] as const),
  );
  pins.push(["coredns/main.go", join(modules.coredns, "main.go")]);
  const own = await sources(join(tools, "cluster"));
  const machine = `${process.platform}-${process.arch}`;
  const pinned = await contentKeyOfFiles(Object.fromEntries(pins));
  return {
    kubernetes: join(site.cache, "kubernetes", `${kubernetesVersion.slice(1)}-${machine}-${pinned}`, "bin"),
    own: join(site.cache, "kubernetes", `node-${machine}-${await contentKeyOfFiles(own)}`, "bin"),
  };
}

/**
 * The programs, built once from the sources that go.sum names; about ten minutes on two cores the first time. `signal`
 * ends a build.
 */
export async function ensureBinaries(site: ClusterSite, progress: Progress, signal?: AbortSignal): Promise<Binaries> {
  const folders = await binaryFolders(site);
  const tools = join(site.root, "tools");
  const version = `-X k8s.io/component-base/version.gitVersion=${kubernetesVersion}`;
  const kubernetes = {
    what: `Kubernetes ${kubernetesVersion}`,
    module: join(tools, "kubernetes"),
    packages: kubernetesPrograms.map((name) => `k8s.io/kubernetes/cmd/${name}`),
    link: version,
    instead: nameContext,
  };
  const coredns = {
    what: "CoreDNS",
    module: join(tools, "coredns"),
    packages: ["."],
    instead: nameContext,
  };
  const own = {
    what: "pause and gate",
    module: join(tools, "cluster"),
    packages: ["./pause", "./gate"],
    instead: nameContext,
  };
  const told = { site, progress, signal };
  await publish(folders.own, [own], "", told);
  await publish(folders.kubernetes, [kubernetes, coredns], "; about 9 minutes on 2 cores", told);
  return folders;
}

interface Told {
  readonly site: ClusterSite;
  readonly progress: Progress;
  readonly signal: AbortSignal | undefined;
}

async function publish(
  bin: string,
  builds: readonly Omit<GoBuild, "bin">[],
  first: string,
  { site, progress, signal }: Told,
): Promise<void> {
  const target = dirname(bin);
  if (existsSync(target)) return;
  await mkdir(dirname(target), { recursive: true });
  const make = async (aside: string) => {
    for (const build of builds) {
      progress(`building ${build.what} from source, once${build === builds[0] ? first : ""}`);
      await buildGo({ ...build, bin: join(aside, "bin") }, site.env, progress, signal);
    }
  };
  const onWait = (holder: string) => progress(`waiting for process ${holder}, which builds ${builds[0]?.what ?? ""}`);
  await publishOnce(target, make, { onWait });
}

/** The files of a Go module of ours, by their path in it. */
async function sources(module: string): Promise<Record<string, string>> {
  const entries = await readdir(module, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [file.slice(module.length + 1), file]));
}
