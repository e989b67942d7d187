import type { Lifecycle } from "../../lib/shim.ts";
import type { TemplateRecord } from "../account.ts";
import { changeSurely, createOnce, readSurely, removeSurely } from "../ensure.ts";
import { type ConnectAccount, fieldsOf, type Kind, type KindWorld, lifecycleOf } from "../kind.ts";
import { afterCreation, type Properties } from "../partial-failure.ts";
import {
  changeOf,
  checkTemplate,
  diffTemplate,
  inputsFrom,
  isInSync,
  isOwn,
  planTemplate,
  templateShape,
} from "./plan.ts";

type Plan = ReturnType<typeof planTemplate>;

const kind: Kind = {
  check: checkTemplate,
  diff: diffTemplate,
  create: async (world, inputs) => {
    const plan = planTemplate(inputs, world.owner);
    const template = (await adoptable(world, plan)) ?? (await createTemplate(world, plan));
    const outs = stateOf(inputs, plan);
    await afterCreation(template.id, inputs, outs, () => syncTemplate(world, plan, template));
    return { id: template.id, outs };
  },
  read: async ({ account }, id, state) => {
    const template = await readSurely(id, account.templates);
    if (template === undefined) return undefined;
    const inputs = fieldsOf(templateShape, inputsFrom(state, template));
    return { props: { ...inputs, physicalName: template.name }, inputs };
  },
  update: async (world, id, _olds, news) => {
    const plan = planTemplate(news, world.owner);
    await syncTemplate(world, plan, await world.account.templates.get(id));
    return stateOf(news, plan);
  },
  delete: async ({ account, clock }, id) => {
    const isThere = async () => (await readSurely(id, account.templates)) !== undefined;
    await removeSurely(clock, () => account.templates.remove(id), isThere);
  },
};

async function adoptable({ account }: KindWorld, plan: Plan): Promise<TemplateRecord | undefined> {
  return (await account.templates.list()).find((template) => isOwn(plan, template));
}

function createTemplate({ account, clock }: KindWorld, plan: Plan): Promise<TemplateRecord> {
  return createOnce({
    clock,
    find: async () => (await account.templates.list()).filter((template) => isOwn(plan, template)),
    send: () => account.templates.create(plan),
    discard: ({ id }) => account.templates.remove(id),
  });
}

async function syncTemplate({ account, clock }: KindWorld, plan: Plan, template: TemplateRecord): Promise<void> {
  if (isInSync(plan, template)) return;
  await changeSurely(clock, {
    send: () => account.templates.update(template.id, changeOf(plan)),
    current: () => account.templates.get(template.id),
    isDone: (current) => isInSync(plan, current),
  });
}

function stateOf(inputs: Properties, plan: Plan): Properties {
  return { ...fieldsOf(templateShape, inputs), physicalName: plan.name };
}

/** What a Template does, over the account that `connect` reaches. */
export const templateLifecycle = (connect?: ConnectAccount): Lifecycle => lifecycleOf(kind, connect);
export const lifecycle: Lifecycle = templateLifecycle();
