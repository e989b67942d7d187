import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Progress } from "../../host/environment.ts";
import { run, runOrFail } from "../../process/run.ts";
import type { Cluster, ClusterStatus } from "../index.ts";
import { type ClusterPaths, clusterPaths, type ClusterSite } from "../site.ts";
import { claimSlot, releaseSlot, rememberedSlot, type Slot } from "../slot.ts";
import type { KindTools } from "./find.ts";

/** The containers of a clone's cluster. */
interface Names {
  readonly cluster: string;
  readonly node: string;
  readonly registry: string;
}

export function kindNames(home: string): Names {
  const cluster = `trainyard-${createHash("sha256").update(home).digest("hex").slice(0, 8)}`;
  return { cluster, node: `${cluster}-control-plane`, registry: `${cluster}-registry` };
}

/** True for a clone whose cluster is one of kind's. */
export function isKind(paths: ClusterPaths): boolean {
  return existsSync(marker(paths));
}

const marker = (paths: ClusterPaths) => join(paths.folder, "kind");
const todo = "see docker ps -a and docker logs; ./yard local reset --yes starts anew, without data";

/** A cluster of kind with a registry beside it, made or started where needed. */
export async function ensureKind(site: ClusterSite, tools: KindTools, progress: Progress): Promise<Cluster> {
  const paths = clusterPaths(site);
  const names = kindNames(site.home);
  await mkdir(paths.folder, { recursive: true });
  const slot = rememberedSlot(paths.slot) ?? (await claimSlot(site.home, paths.slot));
  await writeFile(marker(paths), `${names.cluster}\n`);
  const docker = (what: string, args: readonly string[], input?: string) =>
    runOrFail(what, todo, tools.docker, args, { env: site.env, ...(input === undefined ? {} : { input }) });
  const { stdout } = await runOrFail("kind does not answer", todo, tools.kind, ["get", "clusters"], { env: site.env });
  if (!stdout.split("\n").includes(names.cluster)) {
    progress(`making a cluster with kind (${tools.nodeImage})`);
    const what = ["create", "cluster", "--name", names.cluster, "--image", tools.nodeImage, "--wait", "180s"];
    const args = [...what, "--kubeconfig", paths.kubeconfig, "--config", "-"];
    const options = { env: site.env, input: kindConfig() };
    await runOrFail("kind could not make the cluster", todo, tools.kind, args, options);
  } else {
    await docker("the cluster's node does not start", ["start", names.node]);
  }
  await ensureRegistry(site, tools, names, slot);
  const hosts = hostsToml(names.registry);
  const folder = `/etc/containerd/certs.d/localhost:${slot.registryPort}`;
  const write = `mkdir -p ${folder} && cat > ${folder}/hosts.toml`;
  await docker("the node cannot be told of its registry", ["exec", "-i", names.node, "sh", "-c", write], hosts);
  return clusterOfKind(paths, names, slot);
}

async function ensureRegistry(site: ClusterSite, tools: KindTools, names: Names, slot: Slot): Promise<void> {
  const started = await run(tools.docker, ["start", names.registry], { env: site.env });
  if (started.exitCode === 0) return;
  const port = `127.0.0.1:${slot.registryPort}:5000`;
  const args = ["run", "--detach", "--name", names.registry, "--network", "kind", "--publish", port, "registry:2"];
  await runOrFail("the cluster's registry does not start", todo, tools.docker, args, { env: site.env });
}

/** Where containerd of the node looks for the registries of each host. */
function kindConfig(): string {
  const patch = '[plugins."io.containerd.grpc.v1.cri".registry]\n  config_path = "/etc/containerd/certs.d"';
  return JSON.stringify({
    kind: "Cluster",
    apiVersion: "kind.x-k8s.io/v1alpha4",
    networking: { apiServerAddress: "127.0.0.1" },
    containerdConfigPatches: [patch],
  });
}

/** The registry's address in the network of the containers, under the name that this machine knows it by. */
function hostsToml(registry: string): string {
  return `[host."http://${registry}:5000"]\n`;
}

function clusterOfKind(paths: ClusterPaths, names: Names, slot: Slot): Cluster {
  const { kubeconfig } = paths;
  return { kind: "kind", kubeconfig, context: `kind-${names.cluster}`, registry: `localhost:${slot.registryPort}` };
}

/** Stops the containers; their data stays. Answers whether one ran. */
export async function stopKind(site: ClusterSite, docker: string, progress: Progress): Promise<boolean> {
  const names = kindNames(site.home);
  if ((await pidOf(site, docker, names.node)) === 0) return false;
  progress("stopping the cluster of kind");
  await runOrFail("the cluster does not stop", todo, docker, ["stop", names.node, names.registry], { env: site.env });
  return true;
}

/** Removes the containers with their data. */
export async function resetKind(site: ClusterSite, docker: string): Promise<void> {
  const names = kindNames(site.home);
  const args = ["rm", "--force", "--volumes", names.node, names.registry];
  await runOrFail("the cluster cannot be removed", todo, docker, args, { env: site.env });
  const paths = clusterPaths(site);
  const slot = rememberedSlot(paths.slot);
  if (slot !== undefined) releaseSlot(slot, site.home);
  await rm(paths.folder, { recursive: true, force: true });
}

/** The cluster of kind as it is now; undefined where it does not run. */
export async function kindStatus(site: ClusterSite, docker: string): Promise<ClusterStatus | undefined> {
  const paths = clusterPaths(site);
  const names = kindNames(site.home);
  const [pid, slot] = [await pidOf(site, docker, names.node), rememberedSlot(paths.slot)];
  if (pid === 0 || slot === undefined) return undefined;
  const lost = (await pidOf(site, docker, names.registry)) === 0 ? [`${names.registry} has ended`] : [];
  return { cluster: clusterOfKind(paths, names, slot), pid, logs: `docker logs ${names.node}`, problems: lost };
}

async function pidOf(site: ClusterSite, docker: string, container: string): Promise<number> {
  const args = ["inspect", "--type", "container", "--format", "{{.State.Pid}}", container];
  const said = await run(docker, args, { env: site.env, timeoutSeconds: 20 });
  return said.exitCode === 0 ? Number(said.stdout.trim()) : 0;
}
