import type { components } from "../../../api/runpod/types.generated.ts";
import { created, itemOf, listed, noContent, ok, type Answer, type Call, type Handlers } from "../call.ts";
import { conflictProblem, notFoundProblem, ruleProblem } from "../problem.ts";
import type { SecretRecord } from "../records.ts";

type Schemas = components["schemas"];

/** User name and password, and the value of a secret, never come back. */
const named = (one: { readonly id: string; readonly name: string }) => ({ id: one.id, name: one.name });

function createRegistry(call: Call): Answer {
  const { state } = call.core;
  const body = call.body as Schemas["CreateRegistryRequest"];
  const registry = { id: state.newId(), name: body.name, username: body.username, password: body.password };
  state.data.registries.push(registry);
  state.changed();
  return created(named(registry));
}

function deleteRegistry(call: Call): Answer {
  const { state } = call.core;
  const registry = itemOf(call, state.data.registries);
  const isUsed = call.core.pods().some((pod) => pod.status !== "TERMINATED" && pod.registryId === registry.id);
  if (isUsed) throw ruleProblem("registry is in use by a pod");
  state.data.registries = state.data.registries.filter((one) => one.id !== registry.id);
  state.changed();
  return noContent;
}

/** Replaces the whole set. */
function updateSshKeys(call: Call): Answer {
  const { state } = call.core;
  state.data.sshKeys = (call.body as Schemas["UpdateSshKeysRequest"]).keys;
  state.changed();
  return ok({ keys: state.data.sshKeys });
}

/** 404 where the account does not have secrets by API. */
function secretsOf(call: Call): readonly SecretRecord[] {
  if (!call.core.overlay.secrets) throw notFoundProblem();
  return call.core.state.data.secrets;
}

function createSecret(call: Call): Answer {
  const { name, value } = call.body as { name: string; value: string };
  if (secretsOf(call).some((one) => one.name === name)) throw conflictProblem(`secret '${name}' already exists`);
  call.core.setSecret(name, value);
  return created(named(secretsOf(call).at(-1) ?? { id: "", name }));
}

function updateSecret(call: Call): Answer {
  const secret = itemOf(call, secretsOf(call));
  call.core.setSecret(secret.name, (call.body as { value: string }).value);
  return ok(named(secret));
}

function deleteSecret(call: Call): Answer {
  const { state } = call.core;
  const secret = itemOf(call, secretsOf(call));
  state.data.secrets = state.data.secrets.filter((one) => one.id !== secret.id);
  state.changed();
  return noContent;
}

export const accountHandlers: Handlers = {
  listRegistries: (call) => listed(call, "registries", call.core.state.data.registries.map(named)),
  getRegistry: (call) => ok(named(itemOf(call, call.core.state.data.registries))),
  createRegistry,
  deleteRegistry,
  getSshKeys: (call) => ok({ keys: call.core.state.data.sshKeys }),
  updateSshKeys,
  listSecrets: (call) => listed(call, "secrets", secretsOf(call).map(named)),
  getSecret: (call) => ok(named(itemOf(call, secretsOf(call)))),
  createSecret,
  updateSecret,
  deleteSecret,
};
