import docker from "@pulumi/docker/package.json" with { type: "json" };
import type { Environment } from "../../host/environment.ts";
import type { ProviderKind } from "../core/kind.ts";
import type { PropertyMap } from "../core/values.ts";
import { imageKind } from "./image.ts";
import { readSettings, type Settings, settingFailures } from "./settings.ts";

/** Stand-in for the docker plugin. `environment` brings DOCKER_HOST, PATH and, as the stand-in's own setting, a CA bundle. */
export function dockerProvider(environment: Environment): ProviderKind {
  let settings: Settings = { host: undefined, registryAuth: [] };
  return {
    name: "docker",
    version: docker.version,
    covers: "Image",
    checkConfig: (inputs: PropertyMap) => ({ inputs, failures: settingFailures(inputs) }),
    configure: async (inputs) => {
      settings = await readSettings(inputs);
    },
    resource: (type) => (type === "docker:index/image:Image" ? imageKind(() => settings, environment) : undefined),
  };
}
