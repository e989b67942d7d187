import type { Environment } from "../../host/environment.ts";
import { changesBetween } from "../core/diff.ts";
import type { CheckCall, Difference, DiffCall, Found, ReadCall, ResourceKind, TimedCall } from "../core/kind.ts";
import { isMap, type PropertyMap, unknownValue } from "../core/values.ts";
import { contextDigest } from "./context-digest.ts";
import { buildRequest, canBuild, inputFailures, withDefaults } from "./inputs.ts";
import { make } from "./make.ts";
import type { Settings } from "./settings.ts";

/** The resource Image: built and pushed when an input or the content of its context changes. Deleting it deletes nothing. */
export function imageKind(settings: () => Settings, environment: Environment): ResourceKind {
  const produce = async (call: TimedCall, inputs: PropertyMap, preview: boolean): Promise<PropertyMap> => {
    if (!preview) return { ...described(inputs), repoDigest: await make(call, inputs, settings(), environment, true) };
    if (inputs["buildOnPreview"] === true) {
      if (canBuild(inputs)) await make(call, inputs, settings(), environment, false);
      else call.log("warning", "not built in the preview: name, context or arguments are not known yet");
    }
    return { ...described(inputs), repoDigest: unknownValue };
  };
  return {
    check,
    diff,
    create: async (call) => {
      const outputs = await produce(call, call.inputs, call.preview);
      return { id: call.preview ? "" : buildRequest(call.inputs).imageName, outputs };
    },
    update: async (call) => ({ outputs: await produce(call, call.inputs, call.preview) }),
    read,
    delete: () => undefined, // as the official plugin: no tag is deleted, here or in a registry
  };
}

function check({ news }: CheckCall) {
  const inputs = withDefaults(news);
  const failures = inputFailures(inputs);
  const build = inputs["build"];
  if (failures.length > 0 || !isMap(build)) return { inputs, failures };
  const { context, dockerfile } = build;
  if (typeof context !== "string" || typeof dockerfile !== "string") return { inputs };
  return { inputs: { ...inputs, build: { ...build, contextDigest: contextDigest(context, dockerfile) } } };
}

/** Credentials may change at any time and build nothing; nothing replaces an image, for nothing of it would be deleted. */
function diff({ oldInputs, news }: DiffCall): Difference {
  const changes = changesBetween(oldInputs, news);
  return {
    changes: changes.filter(({ path }) => !(path[0] === "registry" && path[1] !== "server" && path.length > 1)),
  };
}

/** A refresh keeps what is known: a digest cannot drift. */
function read({ id, inputs, outputs, isImport }: ReadCall): Found {
  if (isImport) throw new Error(`an image cannot be imported: ${id} is built and pushed by its resource`);
  return { id, inputs, outputs };
}

/** The outputs that follow from the inputs alone. */
function described(inputs: PropertyMap): PropertyMap {
  const build = isMap(inputs["build"]) ? inputs["build"] : {};
  const registry = isMap(inputs["registry"]) ? inputs["registry"] : {};
  return {
    baseImageName: inputs["imageName"],
    context: build["context"],
    dockerfile: build["dockerfile"],
    imageName: inputs["imageName"],
    platform: build["platform"],
    registryServer: registry["server"] ?? "",
  };
}
