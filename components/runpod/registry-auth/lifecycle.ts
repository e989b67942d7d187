import { randomBytes } from "node:crypto";
import type { Lifecycle } from "../../lib/shim.ts";
import { createOnce, readSurely, removeSurely } from "../ensure.ts";
import { type ConnectAccount, fieldsOf, type Kind, type KindWorld, lifecycleOf } from "../kind.ts";
import type { Properties } from "../partial-failure.ts";
import { checkRegistry, diffRegistry, planRegistry, type RegistryPlan, registryShape } from "./plan.ts";

const kind: Kind = {
  check: checkRegistry,
  diff: diffRegistry,
  create: async (world, inputs) => {
    const plan = planRegistry(inputs, randomBytes(4).toString("hex"), world.owner);
    const { id } = await createRegistry(world, plan);
    return { id, outs: stateOf(inputs, plan.physicalName) };
  },
  read: async ({ account }, id, state) => {
    const found = await readSurely(id, account.registries);
    if (found === undefined) return undefined;
    return { props: stateOf(state, found.name), inputs: fieldsOf(registryShape, state) };
  },
  update: async (_world, _id, olds, news) => stateOf(news, String(olds["physicalName"])),
  delete: async ({ account, clock }, id) => {
    const isThere = async () => (await readSurely(id, account.registries)) !== undefined;
    await removeSurely(clock, () => account.registries.remove(id), isThere);
  },
};

function createRegistry({ account, clock }: KindWorld, plan: RegistryPlan): Promise<{ id: string }> {
  const { physicalName: name, username, password } = plan;
  return createOnce({
    clock,
    find: async () => (await account.registries.list()).filter((one) => one.name === name),
    send: () => account.registries.create({ name, username, password }),
    discard: ({ id }) => account.registries.remove(id),
  });
}

function stateOf(inputs: Properties, physicalName: string): Properties {
  return { ...fieldsOf(registryShape, inputs), physicalName };
}

/** What a RegistryAuth does, over the account that `connect` reaches. It deletes by id what it created, nothing else. */
export const registryLifecycle = (connect?: ConnectAccount): Lifecycle => lifecycleOf(kind, connect);
export const lifecycle: Lifecycle = registryLifecycle();
