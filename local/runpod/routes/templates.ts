import type { components } from "../../../api/runpod/types.generated.ts";
import { created, itemOf, listed, noContent, ok, type Answer, type Call, type Handlers } from "../call.ts";
import { ruleProblem } from "../problem.ts";
import type { Template } from "../records.ts";

type Schemas = components["schemas"];

const DEFAULT_DISK_GB = 20;

function createTemplate(call: Call): Answer {
  const { state } = call.core;
  const body = call.body as Schemas["CreateTemplateRequest"] & { image: string };
  const template: Template = {
    id: state.newId(10),
    name: body.name,
    image: body.image,
    args: body.args ?? "",
    disk: body.disk ?? DEFAULT_DISK_GB,
    mounts: body.mounts ?? {},
    ports: body.ports ?? [],
    env: body.env ?? {},
    registry: body.registry ?? null,
    serverless: body.serverless ?? false,
    public: body.public ?? false,
    category: body.category ?? "NVIDIA",
    startSsh: body.startSsh ?? true,
    startJupyter: body.startJupyter ?? true,
    allowedCudaVersions: body.allowedCudaVersions ?? [],
  };
  state.data.templates.push(template);
  state.changed();
  return created(template);
}

function updateTemplate(call: Call): Answer {
  const { state } = call.core;
  const template = itemOf(call, state.data.templates);
  const body = call.body as Schemas["UpdateTemplateRequest"];
  const next = { ...template, ...body };
  state.data.templates = state.data.templates.map((one) => (one.id === template.id ? next : one));
  state.changed();
  return ok(next);
}

/** A template in use stays: a running pod shows it. */
function deleteTemplate(call: Call): Answer {
  const { state } = call.core;
  const template = itemOf(call, state.data.templates);
  const isUsed = call.core.pods().some((pod) => pod.status !== "TERMINATED" && pod.templateId === template.id);
  if (isUsed) throw ruleProblem("template is in use by a pod");
  state.data.templates = state.data.templates.filter((one) => one.id !== template.id);
  state.changed();
  return noContent;
}

export const templateHandlers: Handlers = {
  listTemplates: (call) => listed(call, "templates", call.core.state.data.templates),
  listPublicTemplates: (call) => listed(call, "templates", []),
  getTemplate: (call) => ok(itemOf(call, call.core.state.data.templates)),
  createTemplate,
  updateTemplate,
  deleteTemplate,
};
