import type { Problem } from "../lib/errors.ts";
import { inTime } from "../lib/in-time.ts";
import type { Lifecycle } from "../lib/shim.ts";
import { connectTool, type Connect } from "./connect.ts";
import { changedFields, ownOf, parseInputs, placeFields, readInputs, type ToolPlace } from "./inputs.ts";
import { reach } from "./reach.ts";
import type { Properties, Thing, ToolWorld } from "./thing.ts";

/** How long a preview waits for an answer, milliseconds. */
const PREVIEW_MS = 60_000;

/** The calls of Pulumi for a thing. The cluster is connected to when the first call needs it. */
export function thingLifecycle<Wish, Seen>(thing: Thing<Wish, Seen>, connect: Connect = connectTool): Lifecycle {
  let config: (key: string) => string | undefined = () => undefined;
  const worldOf = (place: ToolPlace, values: Properties): ToolWorld => {
    const world = connect(config, place, thing.tool);
    return { ...world, say: (line) => world.say(`${subjectOf(values)}: ${line}`) };
  };
  const subjectOf = (values: Properties): string => `${thing.called} ${String(values[thing.identity[0]])}`;

  const ensure = async (news: Properties, isNew: boolean): Promise<Properties> => {
    const { wish, place } = parseInputs(thing.shape, news);
    const world = worldOf(place, news);
    await told(subjectOf(news), "is not as it should be", () =>
      reach(
        world,
        () => thing.observe(world.ask, wish),
        (seen) => thing.decide(wish, seen, isNew),
      ),
    );
    return ownOf(news);
  };

  return {
    configure: async (req) => {
      config = (key) => req.config.get(key);
    },
    check: async (olds: Properties, news: Properties) => {
      const { inputs, problems: wrong } = readInputs(thing.shape, news);
      const before = readInputs(thing.shape, olds).inputs?.wish;
      const problems = [...wrong, ...(inputs === undefined ? [] : thing.problems(inputs.wish, before))];
      if (inputs !== undefined && problems.length === 0 && changedFields(olds, news).length > 0) {
        problems.push(
          ...(await foretell(thing, worldOf(inputs.place, news), inputs.wish, olds[thing.identity[0]] === undefined)),
        );
      }
      return { inputs: { ...news }, failures: problems.map(({ path, reason }) => ({ property: path, reason })) };
    },
    diff: async (_id, olds: Properties, news: Properties) => {
      const changed = changedFields(olds, news);
      const replaces = changed.filter((field) => [...thing.identity, ...placeFields].includes(field));
      return { changes: changed.length > 0, replaces, deleteBeforeReplace: false };
    },
    create: async (inputs: Properties) => {
      const outs = await ensure(inputs, true);
      return { id: `${String(inputs["namespace"])}/${String(inputs[thing.identity[0]])}`, outs };
    },
    read: async (id, props: Properties = {}) => {
      const { wish, place } = parseInputs(thing.shape, props);
      const world = worldOf(place, props);
      if (await world.isPlaceGone()) return {};
      const seen = await thing.observe(world.ask, wish);
      if (seen === undefined) return {};
      const now = { ...ownOf(props), ...thing.seenAs(wish, seen) };
      return { id, props: now, inputs: now };
    },
    update: async (_id, _olds: Properties, news: Properties) => ({ outs: await ensure(news, false) }),
    delete: async (_id, props: Properties) => {
      const { wish, place } = parseInputs(thing.shape, props);
      const world = worldOf(place, props);
      if (await world.isPlaceGone()) return;
      await told(subjectOf(props), "is kept", () =>
        reach(
          world,
          () => thing.observe(world.ask, wish),
          (seen) => (seen === undefined ? { do: "nothing" } : thing.removal(wish, seen)),
        ),
      );
    },
  };
}

/** What the cluster has against it; where it cannot be asked, that is said, and nothing is refused. */
async function foretell<Wish, Seen>(
  thing: Thing<Wish, Seen>,
  world: ToolWorld,
  wish: Wish,
  isNew: boolean,
): Promise<readonly Problem[]> {
  try {
    const step = thing.decide(wish, await inTime(thing.observe(world.ask, wish), PREVIEW_MS), isNew);
    return step.do === "refuse" ? step.problems : [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    world.say(`not checked against what stands (${why}); up asks again before it does anything`);
    return [];
  }
}

async function told<T>(subject: string, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${subject} ${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
