import type { Problem } from "../lib/errors.ts";
import { inTime } from "../lib/in-time.ts";
import type { Lifecycle } from "../lib/shim.ts";
import type { Surroundings } from "./cluster/connect.ts";
import { messageOf } from "./drive.ts";
import { changedFields, fieldsOf, parseInputs, type Properties, readInputs, type ScaleInInputs } from "./inputs.ts";
import type { ScaleInRecord } from "./record.ts";

export type Connect = (config: (key: string) => string | undefined) => Surroundings;

/** What the two resources do differently. */
export interface ScaleInKind {
  /** Why the count must not become this, for a preview. Throws where it cannot be asked. */
  objections(surroundings: Surroundings, inputs: ScaleInInputs, from: number): Promise<readonly string[]>;
  /** Whether an earlier run left something to do for this count. */
  isUnfinished(record: ScaleInRecord | undefined, to: number): boolean;
  /** Throws an Error that says what stands. */
  reach(surroundings: Surroundings, inputs: ScaleInInputs): Promise<void>;
  delete(surroundings: Surroundings, inputs: ScaleInInputs): Promise<void>;
}

/** A change of one of these is another set. */
const identity = ["namespace", "statefulSet", "service"];
/** How long a preview waits for answers, milliseconds. */
const PREVIEW_MS = 30_000;
const RECORD_MS = 5000;

/** The calls of Pulumi. The cluster is connected to when the first call needs it. */
export function scaleInLifecycle(kind: ScaleInKind, connect: Connect): Lifecycle {
  let config: (key: string) => string | undefined = () => undefined;
  let connected: Surroundings | undefined;
  const surroundings = (): Surroundings => (connected ??= connect(config));
  const reach = async (olds: Properties, news: Properties): Promise<Properties> => {
    await kind.reach(surroundings(), asWritten(olds, parseInputs(news)));
    return fieldsOf(news);
  };
  return {
    configure: async (req) => {
      config = (key) => req.config.get(key);
      connected = undefined;
    },
    check: async (olds: Properties, news: Properties) => {
      const { inputs, problems } = readInputs(news);
      const found = inputs === undefined ? problems : await foretell(kind, surroundings, olds, inputs);
      return { inputs: { ...news }, failures: found.map(({ path, reason }) => ({ property: path, reason })) };
    },
    diff: async (_id, olds: Properties, news: Properties) => {
      const changed = changedFields(olds, news);
      const replaces = changed.filter((field) => identity.includes(field));
      if (changed.length > 0) return { changes: true, replaces, deleteBeforeReplace: false };
      const { inputs } = readInputs(news);
      return { changes: inputs !== undefined && (await isLeft(kind, surroundings, inputs)) };
    },
    create: async (inputs: Properties) => {
      const outs = await reach({}, inputs);
      return { id: `${String(outs["namespace"])}/${String(outs["statefulSet"])}`, outs };
    },
    read: async (id, props: Properties = {}) => ({ id, props: { ...props }, inputs: fieldsOf(props) }),
    update: async (_id, olds: Properties, news: Properties) => ({ outs: await reach(olds, news) }),
    delete: async (_id, props: Properties) => {
      try {
        await kind.delete(surroundings(), parseInputs(props));
      } catch (error) {
        // The set goes with its namespace or its cluster; a Lease that stays behind holds nobody up for more than a minute.
        surroundings().say(`${String(props["statefulSet"])}: its scale-in record stays: ${messageOf(error)}`);
      }
    },
  };
}

/** The copies that the files there are were written with: a replication lowered together with the count is not theirs. */
function asWritten(olds: Properties, inputs: ScaleInInputs): ScaleInInputs {
  const { dataNodes } = inputs;
  const former = readInputs(olds).inputs?.dataNodes?.replication ?? 0;
  if (dataNodes === null || former <= dataNodes.replication) return inputs;
  return { ...inputs, dataNodes: { ...dataNodes, replication: former } };
}

/** A count that is lowered is refused in preview where that can be told; what could not be asked is said. */
async function foretell(
  kind: ScaleInKind,
  surroundings: () => Surroundings,
  olds: Properties,
  inputs: ScaleInInputs,
): Promise<readonly Problem[]> {
  const from = olds["replicas"];
  if (typeof from !== "number" || from <= inputs.replicas) return [];
  try {
    const objections = await inTime(kind.objections(surroundings(), asWritten(olds, inputs), from), PREVIEW_MS);
    return objections.map((reason) => ({ path: "replicas", reason: `from ${from} to ${inputs.replicas}: ${reason}` }));
  } catch (error) {
    const what = `${inputs.statefulSet}: not checked: whether ${from - inputs.replicas} of its nodes may leave`;
    surroundings().say(`${what} (${messageOf(error)}); up asks again before it does anything`);
    return [];
  }
}

async function isLeft(kind: ScaleInKind, surroundings: () => Surroundings, inputs: ScaleInInputs): Promise<boolean> {
  try {
    const lease = await inTime(surroundings().world(inputs).lease.read(), RECORD_MS);
    return kind.isUnfinished(lease?.record, inputs.replicas);
  } catch {
    // A cluster that does not answer has nothing to go on with now; the next update sees it.
    return false;
  }
}
