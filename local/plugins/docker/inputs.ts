import { existsSync } from "node:fs";
import { posix } from "node:path";
import { hasUnknown, isList, isMap, type PropertyMap, type PropertyValue, unknownValue } from "../core/values.ts";
import type { BuildRequest } from "./build.ts";

/** Names of the official inputs. */
export const imageInputs = ["build", "buildOnPreview", "imageName", "registry", "skipPush"];
/** Names of the official inputs below `build`. */
export const buildInputs = [
  ...["addHosts", "args", "builderVersion", "cacheFrom", "context", "dockerfile", "network", "platform", "target"],
];

interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** Inputs with the defaults that the official plugin fills in, without its digest of the context. */
export function withDefaults(news: PropertyMap): PropertyMap {
  const given = news["build"];
  const build: PropertyMap = isMap(given) ? given : {};
  const context: PropertyValue = build["context"] ?? ".";
  const dockerfile: PropertyValue =
    build["dockerfile"] ?? (typeof context === "string" ? posix.join(context, "Dockerfile") : context);
  const filled: PropertyMap = { ...build, context, dockerfile, platform: build["platform"] ?? hostPlatform() };
  return {
    ...news,
    build: given === unknownValue ? unknownValue : filled,
    buildOnPreview: news["buildOnPreview"] ?? false,
    skipPush: news["skipPush"] ?? false,
  };
}

/** What is wrong with inputs (defaults filled in), each with its property. Paths are meant from `root`. */
export function inputFailures(inputs: PropertyMap, exists = existsSync): readonly Failure[] {
  const build = isMap(inputs["build"]) ? inputs["build"] : {};
  const failures: Failure[] = [...unknownNames(inputs, imageInputs, ""), ...unknownNames(build, buildInputs, "build.")];
  const { imageName, skipPush } = inputs;
  if (typeof imageName !== "string" && imageName !== unknownValue)
    failures.push({ property: "imageName", reason: "must be the name of the image, repository[:tag]" });
  if (typeof imageName === "string" && skipPush !== true && !isQualified(imageName)) {
    const reason = `must begin with its registry to be pushed, got "${imageName}"; for Docker Hub write docker.io/...`;
    failures.push({ property: "imageName", reason });
  }
  const { dockerfile, builderVersion } = build;
  if (typeof dockerfile === "string" && !exists(dockerfile))
    failures.push({ property: "build.dockerfile", reason: `there is no file ${dockerfile} in the project` });
  if (builderVersion === "BuilderV1")
    failures.push({ property: "build.builderVersion", reason: "this stand-in builds with BuilderBuildKit only" });
  return failures;
}

/** The build that known inputs ask for. */
export function buildRequest(inputs: PropertyMap): Omit<BuildRequest, "caBundle"> {
  const build = isMap(inputs["build"]) ? inputs["build"] : {};
  const cache = isMap(build["cacheFrom"]) ? build["cacheFrom"]["images"] : undefined;
  const args = isMap(build["args"]) ? build["args"] : {};
  return {
    imageName: text(inputs["imageName"]) ?? "",
    context: text(build["context"]) ?? ".",
    dockerfile: text(build["dockerfile"]) ?? "Dockerfile",
    args: Object.fromEntries(Object.entries(args).flatMap(([name, value]) => pair(name, text(value)))),
    target: text(build["target"]),
    platform: text(build["platform"]),
    network: text(build["network"]),
    addHosts: texts(build["addHosts"]),
    cacheFrom: texts(cache),
  };
}

/** True when a preview knows enough to build: name, Dockerfile, context and arguments. */
export function canBuild(inputs: PropertyMap): boolean {
  return !hasUnknown(inputs["imageName"]) && !hasUnknown(inputs["build"]);
}

function unknownNames(map: PropertyMap, names: readonly string[], prefix: string): readonly Failure[] {
  return Object.keys(map)
    .filter((name) => map[name] !== undefined && !names.includes(name))
    .map((name) => ({
      property: `${prefix}${name}`,
      reason: `is not an official input; there are ${names.join(", ")}`,
    }));
}

/** Docker's rule: the first part of a name is a registry when it has a dot or a port, or is `localhost`. */
function isQualified(imageName: string): boolean {
  const [first = "", ...rest] = imageName.split("/");
  return rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
}

function hostPlatform(): string {
  const architectures: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };
  return `linux/${architectures[process.arch] ?? process.arch}`;
}

const text = (value: PropertyValue | undefined): string | undefined => (typeof value === "string" ? value : undefined);
const texts = (value: PropertyValue | undefined): readonly string[] =>
  isList(value) ? value.flatMap((entry) => (typeof entry === "string" ? [entry] : [])) : [];
const pair = (name: string, value: string | undefined): readonly (readonly [string, string])[] =>
  value === undefined ? [] : [[name, value]];
