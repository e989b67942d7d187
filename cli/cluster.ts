import { existsSync } from "node:fs";
import { chooseCluster, clusterStatus, type ClusterWish } from "../local/cluster/index.ts";
import { readConfigured } from "./stack/configured.ts";
import { stackConfigFiles } from "./stack-config.ts";
import type { Site } from "./toolchain/index.ts";
import type { Part } from "./toolchain/part.ts";

/** What a stack's file says about its cluster; undefined for a stack without one. */
export function clusterWish(site: Site, stack: string): ClusterWish | undefined {
  const { committed } = stackConfigFiles(site, stack);
  if (!existsSync(committed)) return undefined;
  const configured = readConfigured(committed, site.env);
  const kubernetes = configured.text("trainyard:kubernetes");
  if (kubernetes === undefined) return undefined;
  return {
    kubernetes,
    kubeconfig: configured.text("trainyard:kubeconfig"),
    imageRegistry: configured.text("trainyard:imageRegistry"),
  };
}

/** The cluster that a stack would get, and the one that runs, for `./yard doctor`. */
export async function clusterParts(site: Site, stack: string): Promise<Part[]> {
  const wish = clusterWish(site, stack);
  const choice = await chooseCluster(site, wish ?? {});
  const kind = choice.kind === "processes" ? "source" : "official";
  const chosen = { part: `kubernetes (${choice.kind})`, version: choice.what, kind, where: choice.where } as const;
  if (choice.impossible !== undefined)
    return [{ ...chosen, version: undefined, problem: choice.impossible, optional: wish === undefined }];
  if (choice.kind === "context") {
    if (choice.missing.length === 0) return [chosen];
    return [{ ...chosen, problem: choice.missing.join("; ") }];
  }
  const first = choice.missing.length === 0 ? {} : { problem: `./yard ${choice.missing.join(", ")}`, optional: true };
  return [{ ...chosen, ...first }, await runningPart(site, kind)];
}

async function runningPart(site: Site, kind: Part["kind"]): Promise<Part> {
  const status = await clusterStatus(site);
  if (status === undefined) {
    const problem = "not running; ./yard local up --cluster starts it";
    return { part: "cluster", version: undefined, kind, where: undefined, problem, optional: true };
  }
  const { cluster, pid, problems } = status;
  const part: Part = { part: "cluster", version: `process ${pid}`, kind, where: cluster.kubeconfig };
  if (problems.length === 0) return part;
  return { ...part, problem: `${problems.join("; ")}: ./yard local up --cluster repairs it`, optional: true };
}
