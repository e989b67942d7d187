import { join, resolve } from "node:path";
import { addressOf, DataApiClient } from "../data-api/client/index.ts";
import { kubeAccess } from "../lib/kube-access.ts";
import type { Lifecycle } from "../lib/shim.ts";
import { watchCli } from "../runpod/cli-watch.ts";
import { userAgent } from "../runpod/connection.ts";
import type { CorpusInputs } from "./args.ts";
import { dirOf, isHere, keepCorpus, type KeepingWorld } from "./keep.ts";

type Properties = Readonly<Record<string, unknown>>;
type Config = (key: string) => string | undefined;
/** The way to the API of the inputs. Throws for an address that is none. */
export type Connect = (config: Config, inputs: CorpusInputs) => KeepingWorld;

const inputFields = ["controlUrl", "token", "path", "corpusId", "corpusDir"] as const;
const inputsOf = (values: Properties): CorpusInputs =>
  Object.fromEntries(inputFields.map((field) => [field, values[field]])) as unknown as CorpusInputs;

/** Folder of this machine for what is read back from snapshots. */
const snapshotsHere = (): string => join(resolve(process.env["TRAINYARD_HOME"] ?? ".trainyard"), "snapshots");

const connectApi: Connect = (config, { controlUrl, token, path }) => {
  const access = kubeAccess(config("trainyard:kubernetes"), config("trainyard:kubeconfig"));
  const address = addressOf(controlUrl, access, process.env["TRAINYARD_LOOPBACK_ONLY"] === "1");
  return {
    api: new DataApiClient({ address, token, userAgent: userAgent(), signal: watchCli() }),
    snapshots: snapshotsHere(),
    say: (line) => void process.stdout.write(`corpus ${path}: ${line}\n`),
  };
};

/** What a CorpusSnapshot does. What it kept outlives it: snapshots go with the data layer, or by hand. */
export function corpusLifecycle(connect: Connect, snapshots: () => string = snapshotsHere): Lifecycle {
  let config: Config = () => undefined;
  const keep = async (news: Properties) => {
    const inputs = inputsOf(news);
    return { ...(await keepCorpus(connect(config, inputs), inputs)) };
  };
  return {
    configure: async (req) => {
      config = (key) => req.config.get(key);
    },
    check: async (_olds: Properties, news: Properties) => {
      const path = news["path"];
      const isWhole = typeof path !== "string" || /^(\/[^/]+)+$/.test(path);
      const failures = isWhole ? [] : [{ property: "path", reason: "must be a whole path, as /corpora/khmer" }];
      return { inputs: { ...news }, failures };
    },
    diff: async (_id, olds: Properties, news: Properties) => {
      const replaces = olds["path"] === news["path"] ? [] : ["path"];
      // Where it was prepared, and by which token, changes nothing about it.
      const isOther = olds["corpusId"] !== news["corpusId"] || olds["controlUrl"] !== news["controlUrl"];
      const dir = dirOf(snapshots(), String(olds["snapshotId"]));
      const isElsewhere = olds["dir"] !== dir || !(await isHere(dir));
      return { changes: replaces.length > 0 || isOther || isElsewhere, replaces, deleteBeforeReplace: false };
    },
    create: async (inputs: Properties) => ({ id: String(inputs["path"]), outs: await keep(inputs) }),
    update: async (_id, _olds, news: Properties) => ({ outs: await keep(news) }),
    read: async (id, props: Properties = {}) => ({ id, props: { ...props }, inputs: { ...inputsOf(props) } }),
    delete: async () => undefined,
  };
}

export const lifecycle: Lifecycle = corpusLifecycle(connectApi);
