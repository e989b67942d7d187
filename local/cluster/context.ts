import { existsSync } from "node:fs";
import { KubeConfig } from "@kubernetes/client-node";
import type { Environment } from "../host/environment.ts";
import { Failure } from "../process/failure.ts";
import { get } from "./api/connection.ts";
import type { Cluster, ClusterWish } from "./index.ts";
import { userKubeconfig } from "./user-kubeconfig.ts";

/** A cluster that somebody else runs, named by its context. Nothing is started; it must answer. */
export async function ensureContext(env: Environment, wish: ClusterWish & { readonly kubernetes: string }) {
  const file = userKubeconfig(env, wish.kubeconfig);
  const config = readContext(file, wish.kubernetes);
  const answer = await get(config, "/readyz", 10).catch((error: unknown) => ({
    status: 0,
    body: error instanceof Error ? error.message : String(error),
  }));
  if (answer.status !== 200) {
    throw new Failure({
      what: "the Kubernetes cluster does not answer",
      on: `context ${wish.kubernetes} of ${file} (${config.getCurrentCluster()?.server ?? "no server"})`,
      why: answer.status === 0 ? answer.body : `/readyz answers ${answer.status}`,
      todo: "check it with kubectl, or use a cluster of our own: trainyard:kubernetes: local in the stack's file",
    });
  }
  if (wish.imageRegistry === undefined) {
    throw new Failure({
      what: "there is no registry for images",
      on: `context ${wish.kubernetes}`,
      why: "a cluster that ./yard does not run pulls from a registry of yours",
      todo: "name it in the stack's file: trainyard:imageRegistry: <host[:port]/path>",
    });
  }
  const cluster: Cluster = {
    kind: "context",
    kubeconfig: file,
    context: wish.kubernetes,
    registry: wish.imageRegistry,
  };
  return cluster;
}

function readContext(file: string, context: string): KubeConfig {
  const fail = (why: string) =>
    new Failure({
      what: "the context of the cluster cannot be used",
      on: `context ${context} of ${file}`,
      why,
      todo: "correct the name (kubectl config get-contexts) or the file (KUBECONFIG)",
    });
  if (!existsSync(file)) throw fail("there is no such file");
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
  } catch (error) {
    throw fail(error instanceof Error ? error.message : String(error));
  }
  const names = config.getContexts().map(({ name }) => name);
  if (!names.includes(context)) throw fail(`it has ${names.join(", ") || "no contexts"}`);
  config.setCurrentContext(context);
  return config;
}
