import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { unknownValue } from "../../../../local/plugins/core/values.ts";
import {
  buildInputs,
  buildRequest,
  canBuild,
  imageInputs,
  inputFailures,
  withDefaults,
} from "../../../../local/plugins/docker/inputs.ts";

/** Names of the fields of an interface in the official package's types. */
function officialFields(file: string, name: string): string[] {
  const text = readFileSync(new URL(`../../../../node_modules/@pulumi/docker/${file}`, import.meta.url), "utf8");
  const body = new RegExp(`export interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`).exec(text)?.[1] ?? "";
  return [...body.matchAll(/^ {4}(\w+)\??:/gm)].map((match) => match[1] ?? "").sort();
}

const given = { imageName: "localhost:5000/app:1", build: { context: ".", dockerfile: "package.json" } };
const failures = (news: Parameters<typeof withDefaults>[0]) => inputFailures(withDefaults(news));

it("knows exactly the inputs that the official package has", () => {
  expect([...imageInputs].sort()).toEqual(officialFields("image.d.ts", "ImageArgs"));
  expect([...buildInputs].sort()).toEqual(officialFields("types/input.d.ts", "DockerBuild"));
});

it("fills in what the official plugin fills in", () => {
  const { build, buildOnPreview, skipPush } = withDefaults({ imageName: "a", build: { context: "app" } });
  expect({ build, buildOnPreview, skipPush }).toEqual({
    build: { context: "app", dockerfile: "app/Dockerfile", platform: expect.stringMatching(/^linux\//) as string },
    buildOnPreview: false,
    skipPush: false,
  });
});

it("accepts an image that can be pushed, and what is not known yet", () => {
  expect(failures(given)).toEqual([]);
  expect(failures({ ...given, imageName: unknownValue })).toEqual([]);
  expect(failures({ ...given, build: unknownValue })).toEqual([]);
});

it.each([
  [{ ...given, caBundle: "/etc/ca.pem" }, "caBundle"],
  [{ ...given, build: { ...given.build, secrets: { ca: "x" } } }, "build.secrets"],
  [{ ...given, build: { ...given.build, builderVersion: "BuilderV1" } }, "build.builderVersion"],
  [{ ...given, build: { dockerfile: "gone/Dockerfile" } }, "build.dockerfile"],
  [{ ...given, imageName: "team/app:1" }, "imageName"],
  [{ build: given.build }, "imageName"],
])("refuses %j at %s", (news, property) => {
  expect(failures(news).map((failure) => failure.property)).toEqual([property]);
});

it("asks for no registry in the name of an image that is not pushed", () => {
  expect(failures({ ...given, imageName: "app:1", skipPush: true })).toEqual([]);
});

it("builds in a preview only what is known", () => {
  expect(canBuild(given)).toBe(true);
  expect(canBuild({ ...given, build: { ...given.build, args: { BASE: unknownValue } } })).toBe(false);
});

it("hands every official field of a build on", () => {
  const build = {
    ...given.build,
    ...{ args: { A: "1" }, target: "t", platform: "linux/amd64", network: "host", addHosts: ["h:127.0.0.1"] },
    cacheFrom: { images: ["x:1"] },
  };
  expect(buildRequest({ ...given, build })).toEqual({
    imageName: given.imageName,
    context: ".",
    dockerfile: "package.json",
    ...{ args: { A: "1" }, target: "t", platform: "linux/amd64", network: "host", addHosts: ["h:127.0.0.1"] },
    cacheFrom: ["x:1"],
  });
});
