import type { components } from "../../../api/runpod/types.generated.ts";
import { podOf, created, listed, noContent, ok, type Answer, type Call, type Handlers } from "../call.ts";
import { podFaultsOf } from "../fault-book.ts";
import { checkContainer, draftPod, type CreateBody } from "../pod-request.ts";
import { podView } from "../pod-view.ts";
import { conflictProblem, notFoundProblem, Problem, ruleProblem, texts } from "../problem.ts";
import type { PodRecord } from "../records.ts";

type Schemas = components["schemas"];
type UpdateBody = Schemas["UpdatePodRequest"] & { cmd?: string[]; entrypoint?: string[] };

const view = ({ core }: Call, pod: PodRecord) =>
  podView(pod, {
    now: core.clock.now(),
    skewMs: core.faults.skewMs,
    settings: core.settings,
    showCmd: core.overlay.cmd,
  });

async function createPod(call: Call): Promise<Answer> {
  const { core } = call;
  const now = core.clock.now();
  const { data } = core.state;
  const draft = draftPod(call.body as CreateBody, data, core.settings, core.balanceUsd());
  const pod: PodRecord = {
    ...draft,
    id: core.state.newId(),
    key: `rpa_${core.state.newId(32)}`,
    locked: false,
    status: "PROVISIONING",
    createdAt: now,
    startedAt: null,
    terminatedAt: null,
    hasContainer: false,
    starts: 0,
    containerStartedAt: null,
    runtimeVisibleAt: null,
    hostLost: false,
    intervals: [],
    faults: podFaultsOf(call.strike, now),
  };
  await core.lifecycle.create(pod);
  return created(view(call, pod));
}

function listPods(call: Call): Answer {
  const now = call.core.clock.now();
  const shown = call.core.pods().filter((pod) => pod.status !== "TERMINATED" && now >= (pod.faults.unlistedUntil ?? 0));
  return listed(
    call,
    "pods",
    shown.map((pod) => view(call, pod)),
  );
}

/** Fields whose change makes a new container. */
const CONTAINER_FIELDS = [
  "image",
  "args",
  "cmd",
  "entrypoint",
  "disk",
  "ports",
  "env",
  "registry",
  "mounts",
  "templateId",
] as const;

function updatePod(call: Call): Answer {
  const pod = podOf(call);
  const body = call.body as UpdateBody;
  if (pod.status === "TERMINATED") throw conflictProblem("cannot update a pod in status TERMINATED");
  const resets = CONTAINER_FIELDS.some((field) => body[field] !== undefined);
  if (resets && pod.locked) throw conflictProblem("pod is locked: it cannot be reset");
  applyContainer(call, pod, body);
  pod.name = body.name ?? pod.name;
  pod.locked = body.locked ?? pod.locked;
  pod.globalNetworking = body.globalNetworking ?? pod.globalNetworking;
  call.core.state.changed();
  if (resets) call.core.lifecycle.reset(pod);
  return ok(view(call, pod));
}

/** Changes all or, where a rule is broken, nothing. */
function applyContainer(call: Call, pod: PodRecord, body: UpdateBody): void {
  const { data } = call.core.state;
  const template = data.templates.find((one) => one.id === body.templateId);
  if (body.templateId !== undefined && template === undefined) throw notFoundProblem("template not found");
  const next = {
    image: body.image ?? template?.image ?? pod.image,
    args: body.args ?? template?.args ?? pod.args,
    diskGb: body.disk ?? template?.disk ?? pod.diskGb,
    ports: body.ports ?? template?.ports ?? pod.ports,
    env: { ...(body.env ?? template?.env ?? pod.env) },
    registryId: body.registry === undefined ? pod.registryId : body.registry,
    templateId: body.templateId ?? pod.templateId,
    cmd: body.cmd ?? (body.args === undefined ? pod.cmd : undefined),
    entrypoint: body.entrypoint ?? (body.args === undefined ? pod.entrypoint : undefined),
    mounts: nextMounts(pod, body.mounts),
  };
  checkContainer(next, data);
  Object.assign(pod, next);
}

/** Only the path may change. */
function nextMounts(pod: PodRecord, wished: Schemas["Mounts"] | undefined): Schemas["Mounts"] {
  if (wished === undefined) return pod.mounts;
  const [now, next] = [pod.mounts.network?.[0], wished.network?.[0]];
  const sameKind = (now === undefined) === (next === undefined);
  const samePersistent =
    (pod.mounts.persistent === undefined) === (wished.persistent === undefined) &&
    pod.mounts.persistent?.size === wished.persistent?.size;
  if (!sameKind || !samePersistent || now?.volumeId !== next?.volumeId)
    throw ruleProblem("the kind of mount and its volumeId are fixed when the pod is created");
  return wished;
}

function refuseWhereTold(call: Call): void {
  if (call.core.refusesTermination) throw new Problem(503, "the service cannot terminate pods at the moment");
}

function deletePod(call: Call): Answer {
  const pod = podOf(call);
  if (pod.status === "TERMINATED") throw notFoundProblem(texts.podNotFound);
  refuseWhereTold(call);
  call.core.lifecycle.terminate(pod);
  return noContent;
}

function podAction(call: Call): Answer {
  const pod = podOf(call);
  const { action } = call.body as Schemas["PodActionRequest"];
  if (action === "terminate") {
    refuseWhereTold(call);
    call.core.lifecycle.terminate(pod);
    return noContent;
  }
  call.core.lifecycle.act(pod, action);
  return ok(view(call, pod));
}

export const podHandlers: Handlers = {
  listPods,
  createPod,
  getPod: (call) => ok(view(call, podOf(call))),
  updatePod,
  deletePod,
  podAction,
};
