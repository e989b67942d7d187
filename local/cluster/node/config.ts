import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { contextName } from "../context-name.ts";
import { kubeconfigOf } from "../pki.ts";
import { apiserverPort } from "../processes.ts";
import { network, renderCni, renderCorefile } from "../render/network.ts";
import { nodeFolders, renderContainerd, renderKubelet, renderProxy, renderRegistry } from "../render/node.ts";
import { type ClusterPaths, inside } from "../site.ts";
import type { Slot } from "../slot.ts";

/** The image of a pod's first container, in the cluster's own registry. */
export function pauseImage(slot: Slot): string {
  return `localhost:${slot.registryPort}/trainyard/pause:1`;
}

/** Writes all that the processes read, and the kubeconfig for people. Answers which files changed. */
export async function writeConfiguration(paths: ClusterPaths, slot: Slot): Promise<string[]> {
  for (const name of nodeFolders) await mkdir(join(paths.folder, "node", name), { recursive: true, mode: 0o711 });
  await mkdir(join(paths.folder, "volumes"), { recursive: true, mode: 0o711 });
  const server = `https://127.0.0.1:${apiserverPort}`;
  const config = (name: string) => join(paths.config, name);
  const files: Record<string, string> = {
    [config("containerd.toml")]: renderContainerd({ pause: pauseImage(slot) }),
    [config("kubelet.json")]: renderKubelet(slot.cgroup),
    [config("proxy.json")]: renderProxy(),
    [config("registry.json")]: renderRegistry(slot.registryPort),
    [config("cni/10-pods.conflist")]: renderCni(),
    [config("Corefile")]: renderCorefile(`${inside.config}/coredns.kubeconfig`),
    [config("resolv.conf")]: `nameserver ${network.node}\n`,
    [paths.kubeconfig]: await kubeconfigOf(paths.pki, "admin", {
      server: `https://127.0.0.1:${slot.apiPort}`,
      context: contextName,
    }),
  };
  for (const name of ["controller-manager", "scheduler", "kubelet", "proxy", "coredns"] as const) {
    files[config(`${name}.kubeconfig`)] = await kubeconfigOf(paths.pki, name, { server, context: "node" });
  }
  files[config("keeper.kubeconfig")] = await kubeconfigOf(paths.pki, "keeper", {
    server: `https://127.0.0.1:${slot.apiPort}`,
    context: "keeper",
  });
  const changed: string[] = [];
  for (const [file, text] of Object.entries(files)) if (await writeChanged(file, text)) changed.push(file);
  return changed;
}

async function writeChanged(file: string, text: string): Promise<boolean> {
  if (existsSync(file) && (await readFile(file, "utf8")) === text) return false;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.aside`, text, { mode: 0o600 });
  await rename(`${file}.aside`, file);
  return true;
}
