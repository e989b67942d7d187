import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Progress } from "../../host/environment.ts";
import { makeCgroups } from "../../host/leftovers.ts";
import { systemPath } from "../../host/packages.ts";
import type { ProcessIdentity } from "../../process/identity.ts";
import { run } from "../../process/run.ts";
import { ensureApi, waitForNode } from "../api/ready.ts";
import { applyAddons } from "../api/addons.ts";
import type { Binaries } from "../binaries.ts";
import { ensurePauseImage } from "../images/pause.ts";
import { nodeProcesses, type NodeProcessName, nodeProcessNames, waves } from "../processes.ts";
import { network } from "../render/network.ts";
import type { ClusterPaths, ClusterSite } from "../site.ts";
import type { Slot } from "../slot.ts";
import { pauseImage } from "./config.ts";
import { gateOf } from "./gate.ts";
import { ended, ensureProcess } from "./running.ts";

/** Files of the configuration that a process reads only when it starts. */
const configOf: Readonly<Partial<Record<NodeProcessName, readonly string[]>>> = {
  containerd: ["containerd.toml"],
  registry: ["registry.json"],
  kubelet: ["kubelet.json", "kubelet.kubeconfig"],
  proxy: ["proxy.json", "proxy.kubeconfig"],
  coredns: ["Corefile", "coredns.kubeconfig"],
  "controller-manager": ["controller-manager.kubeconfig"],
  scheduler: ["scheduler.kubeconfig"],
};

/** Starts what does not run, in an order in which nobody waits long, until pods can be made and names are answered. */
export async function startNode(
  site: ClusterSite,
  given: {
    readonly paths: ClusterPaths;
    readonly slot: Slot;
    readonly binaries: Binaries;
    readonly holder: ProcessIdentity;
  },
  progress: Progress,
): Promise<void> {
  const { paths, slot, binaries, holder } = given;
  const env = cleanEnvironment(site);
  const table = nodeProcesses();
  makeCgroups(slot.cgroup.slice(1));
  const start = async (name: NodeProcessName): Promise<boolean> => {
    const files = (configOf[name] ?? []).map((file) => readFile(join(paths.config, file), "utf8"));
    return ensureProcess(paths, { ...table[name], holder, config: await Promise.all(files), env });
  };
  const startAll = async (names: readonly NodeProcessName[]) => {
    const started: string[] = [];
    for (const name of names) if (await start(name)) started.push(name);
    if (started.length > 0) progress(`starting the cluster: ${started.join(", ")}`);
  };
  const fail = (name: string, why: string) => ended(paths, name, why);
  await startAll(waves.first);
  await ensureProcess(paths, { ...gateOf(slot, binaries, holder), env });
  const [api] = await Promise.all([
    ensureApi(paths.kubeconfig, { restart: () => startAll(waves.first), fail }),
    ensurePauseImage(pauseImage(slot), join(binaries.own, "pause")),
  ]);
  await startAll(waves.second);
  await ensureProcess(paths, { ...keeperOf(site, paths), env });
  await applyAddons(api);
  const restart = () => startAll(nodeProcessNames);
  await waitForNode(api, { restart, fail, resolves: () => resolves(site, holder, env) });
}

/** Makes volumes and bounds logs, from outside the node. */
function keeperOf(site: ClusterSite, paths: ClusterPaths) {
  const script = join(site.root, "local", "cluster", "keeper", "main.ts");
  const folders = [join(paths.folder, "volumes"), paths.logs];
  const args = ["--disable-warning=ExperimentalWarning", script, join(paths.config, "keeper.kubeconfig"), ...folders];
  return { name: "keeper", program: process.execPath, args };
}

/** Whether the cluster's DNS answers at its Service address, asked from inside the node. */
async function resolves(site: ClusterSite, holder: ProcessIdentity, env: NodeJS.ProcessEnv): Promise<boolean> {
  const script = join(site.root, "local", "cluster", "node", "resolve.ts");
  const name = `kubernetes.default.svc.${network.domain}`;
  const args = [`--target=${holder.pid}`, "--net", "--", process.execPath, script, network.dns, name];
  return (await run("nsenter", args, { env, timeoutSeconds: 10 })).exitCode === 0;
}

/** No proxy, no account, no setting of the user: only where programs are found. */
export function cleanEnvironment(site: Pick<ClusterSite, "env" | "home">): NodeJS.ProcessEnv {
  return { PATH: systemPath(site.env), HOME: "/root", LANG: "C.UTF-8", TRAINYARD_HOME: site.home };
}
