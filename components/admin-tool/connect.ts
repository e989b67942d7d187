import { KubeApi } from "../kubernetes/api.ts";
import { JsonTool } from "../kubernetes/json-tool.ts";
import { realClock } from "../lib/clock.ts";
import { kubeAccess } from "../lib/kube-access.ts";
import { watchCli } from "../runpod/cli-watch.ts";
import type { ToolPlace } from "./inputs.ts";
import type { ToolWorld } from "./thing.ts";

/** The way to a tool, from the stack's configuration. The first call throws where that names no cluster that there is. */
export type Connect = (config: (key: string) => string | undefined, place: ToolPlace, tool: string) => ToolWorld;

let watched: AbortSignal | undefined;

export const connectTool: Connect = (config, { namespace, adminSelector: selector }, tool) => {
  let made: KubeApi | undefined;
  const api = (): KubeApi =>
    (made ??= new KubeApi(kubeAccess(config("trainyard:kubernetes"), config("trainyard:kubeconfig"))));
  const pod = { namespace, selector, container: "admin", tool };
  return {
    ask: async (command, input, shape, timeoutSeconds) =>
      new JsonTool(api(), pod).ask(command, input, shape, timeoutSeconds),
    isPlaceGone: async () => (await api().find(`/api/v1/namespaces/${namespace}`)) === undefined,
    clock: realClock,
    signal: (watched ??= watchCli()),
    say: (line) => void process.stdout.write(`${line}\n`),
  };
};
