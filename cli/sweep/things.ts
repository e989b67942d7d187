import { parseProvenName } from "../../components/lib/names.ts";
import type { RegistryRecord, RunpodAccount, TemplateRecord } from "../../components/runpod/account.ts";
import { stackOfTemplate } from "../../components/runpod/template/plan.ts";

/** What an account holds beside pods and volumes. It costs nothing, but a credential is one more that can leak. */
export interface Holdings {
  readonly registries: readonly RegistryRecord[];
  readonly templates: readonly TemplateRecord[];
}

/** A credential or template that a stack of ours made and that no state knows: its create was killed before it was recorded. */
export interface LostThing {
  readonly kind: "credential" | "template";
  readonly id: string;
  readonly name: string;
  readonly stack: string;
}

/** Whose things are looked for. */
export interface Whose {
  readonly owner: string;
  readonly project: string;
  /** Only of this stack; undefined = of every stack of the project. */
  readonly stack: string | undefined;
}

/** The things that are provably ours: by the proof in a credential's name, by the marks in a template's environment. */
export function ownThings({ registries, templates }: Holdings, { owner, project, stack }: Whose): readonly LostThing[] {
  const credentials = registries.flatMap(({ id, name }) => {
    const parts = parseProvenName(name, owner);
    if (parts?.project !== project) return [];
    return [{ kind: "credential", id, name, stack: parts.stack } as const];
  });
  const made = templates.flatMap((template) => {
    const [of, ...rest] = stackOfTemplate(template, owner)?.split("-") ?? [];
    if (of !== project) return [];
    return [{ kind: "template", id: template.id, name: template.name, stack: rest.join("-") } as const];
  });
  return [...credentials, ...made].filter((thing) => stack === undefined || thing.stack === stack);
}

/**
 * Those of them that no stack's state has. `idsOf`: ids of all resources of a stack, none where it has no state; undefined
 * while an update of it runs, which may be making them.
 */
export async function lostThings(
  account: Pick<RunpodAccount, "registries" | "templates">,
  whose: Whose,
  idsOf: (stack: string) => Promise<ReadonlySet<string> | undefined>,
): Promise<readonly LostThing[]> {
  const holdings = { registries: await account.registries.list(), templates: await account.templates.list() };
  const own = ownThings(holdings, whose);
  const stacks = new Map<string, ReadonlySet<string> | undefined>();
  for (const { stack } of own) if (!stacks.has(stack)) stacks.set(stack, await idsOf(stack));
  return own.filter(({ id, stack }) => stacks.get(stack)?.has(id) === false);
}

/** Deletes them one after the other. Throws the first refusal, such as that of a pod which uses one. */
export async function deleteThings(
  account: Pick<RunpodAccount, "registries" | "templates">,
  things: readonly LostThing[],
  say: (line: string) => void,
): Promise<readonly string[]> {
  for (const { kind, id, name } of things) {
    say(`deleting ${kind} ${id} (${name})`);
    await (kind === "credential" ? account.registries : account.templates).remove(id);
  }
  return things.map(({ id }) => id);
}

/** One line a thing. */
export function renderThing({ kind, id, name }: LostThing): string {
  return `  orphan    ${id}  ${name}  ${kind}, costs nothing  no state knows it`;
}
