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

/** For a look on a machine that is busy. */
const LOOK_SECONDS = 90;

/** The last call for each pod: it has room for two, and the other one is for whoever drains nodes meanwhile. */
const queues = new Map<string, Promise<unknown>>();

/** One after the other for each pod. */
export async function inTurn<T>(pod: string, work: () => Promise<T>): Promise<T> {
  const mine = (queues.get(pod) ?? Promise.resolve()).then(work, work);
  queues.set(
    pod,
    mine.catch(() => undefined),
  );
  return mine;
}

export const connectTool: Connect = (config, { namespace, adminSelector: selector }, tool) => {
  let made: KubeApi | undefined;
  const api = (): KubeApi =>
    (made ??= new KubeApi(kubeAccess(config("trainyard:kubernetes"), config("trainyard:kubeconfig"))));
  const pod = { namespace, selector, container: "admin", tool };
  return {
    ask: async (command, input, shape, timeoutSeconds) =>
      inTurn(`${namespace} ${selector}`, () =>
        new JsonTool(api(), pod).ask(command, input, shape, timeoutSeconds ?? LOOK_SECONDS),
      ),
    isPlaceGone: async () => (await api().find(`/api/v1/namespaces/${namespace}`)) === undefined,
    clock: realClock,
    signal: (watched ??= watchCli()),
    say: (line) => void process.stdout.write(`${line}\n`),
  };
};
