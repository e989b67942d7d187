import { z } from "zod";
import type { components } from "../../../api/runpod/types.generated.ts";
import { canonicalJson } from "../../lib/canonical-json.ts";
import type { Problem } from "../../lib/errors.ts";
import { ownedName } from "../../lib/names.ts";
import type { TemplateRecord } from "../account.ts";
import { changedFields, fieldProblems, ownerProblems } from "../kind.ts";
import type { Properties } from "../partial-failure.ts";

type CreateTemplate = components["schemas"]["CreateTemplateRequest"];

/** What a template is asked to be. */
export const templateShape = {
  project: z.string(),
  stack: z.string(),
  name: z.string(),
  image: z.string().min(1),
  args: z.string(),
  diskGb: z.int().min(1),
  ports: z.array(z.string().regex(/^\d{1,5}\/(?:http|tcp)$/, "must be like 8888/http or 22/tcp")),
  env: z.record(z.string(), z.string()).refine((env) => Object.keys(env).length < 49, "must have at most 48 variables"),
  registryAuthId: z.string().min(1).nullable(),
  category: z.enum(["NVIDIA", "AMD", "CPU"]),
};

/** In the template's environment: the stack it belongs to, and our ownership token. RunPod keeps no other marks. */
const STACK = "TRAINYARD_STACK";
const OWNER = "TRAINYARD_OWNER";

export function checkTemplate(
  _olds: Properties,
  news: Properties,
): { inputs: Properties; problems: readonly Problem[] } {
  const problems = fieldProblems(templateShape, news);
  return { inputs: news, problems: problems.length > 0 ? problems : ownerProblems(news) };
}

export function diffTemplate(olds: Properties, news: Properties): { changed: string[]; replaces: string[] } {
  return { changed: [...changedFields(templateShape, olds, news)], replaces: [] };
}

/** The create body; RunPod's own defaults would start SSH and Jupyter. */
export function planTemplate(inputs: Properties, owner: string): CreateTemplate {
  const { project, stack, name, image, args, diskGb, ports, env, registryAuthId, category } = z
    .object(templateShape)
    .parse(inputs);
  const owned = { ...env, [STACK]: `${project}-${stack}`, [OWNER]: owner };
  const fixed = { serverless: false, public: false, startSsh: false, startJupyter: false };
  const container = { image, args, disk: diskGb, ports, env: owned, registry: registryAuthId };
  return { name: ownedName({ project, stack, name }), category, ...container, ...fixed };
}

/** Whether the stack of `plan` made this template; the name alone proves nothing. */
export function isOwn(plan: CreateTemplate, template: TemplateRecord): boolean {
  return template.name === plan.name && template.env?.[STACK] === plan.env?.[STACK];
}

/** `<project>-<stack>` of a template that this owner made; undefined for any other. */
export function stackOfTemplate(template: Pick<TemplateRecord, "name" | "env">, owner: string): string | undefined {
  const stack = template.env?.[STACK];
  const isOurs = stack !== undefined && template.name.startsWith(`${stack}-`) && template.env?.[OWNER] === owner;
  return isOurs ? stack : undefined;
}

/** What of the plan can be changed in place. */
export function changeOf(plan: CreateTemplate): components["schemas"]["UpdateTemplateRequest"] {
  const { serverless: _, ...change } = plan;
  return change;
}

export function isInSync(plan: CreateTemplate, template: TemplateRecord): boolean {
  return canonicalJson(seen(plan)) === canonicalJson(seen(template));
}

/** The inputs as the live template has them, so that a change by hand shows as one. */
export function inputsFrom(state: Properties, template: TemplateRecord): Properties {
  const { [STACK]: _stack, [OWNER]: _owner, ...env } = template.env ?? {};
  const { image, args, disk, ports, registry } = seen(template);
  return { ...state, image, args, diskGb: disk ?? state["diskGb"], ports, env, registryAuthId: registry };
}

function seen(from: CreateTemplate | TemplateRecord) {
  const { name, image, args, disk, ports, env, registry } = from;
  return { name, image, args: args ?? "", disk, ports: ports ?? [], env: env ?? {}, registry: registry ?? null };
}
