import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, expect, it } from "vitest";
import { dockerfileOf, Image, planImage, readImageSource } from "../../../components/image/index.ts";
import { built, leaks, mockPulumi } from "../../support/mocks.ts";

beforeEach(() => mockPulumi());
afterEach(() => built()); // what a test has registered ends before the next program begins

const registry = "localhost:5000";
const value = async <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => {
    output.apply(resolve);
  });

/** Type, name and inputs of the children, in order of their names. */
const children = async () => {
  const resources = await built();
  return resources.map(({ type, name, inputs }) => ({
    type,
    name,
    inputs: inputs as Readonly<Record<string, unknown>>,
  }));
};

it("is one official docker Image, named and tagged by its plan", async () => {
  const base = new Image("base", { source: "base", registry });
  const image = new Image("tracker", { source: "mlflow", registry, base: base.link });
  const [first, second] = await children();
  const plan = planImage("mlflow", readImageSource(process.cwd(), dockerfileOf("mlflow")), {
    registry,
    base: base.link,
  });
  expect([first?.type, first?.name, second?.type, second?.name]).toEqual([
    ...["docker:index/image:Image", "base", "docker:index/image:Image", "tracker"],
  ]);
  expect(second?.inputs).toEqual({
    imageName: plan.imageName,
    skipPush: false,
    buildOnPreview: false,
    build: {
      context: ".",
      dockerfile: "images/mlflow/Dockerfile",
      platform: "linux/amd64",
      network: "host",
      args: { BASE: first?.inputs["imageName"] },
    },
  });
  expect(image.link.contentTag).toBe(plan.contentTag);
});

it("stands on the upstream image that images/versions.json names, where it is the base", async () => {
  new Image("base", { source: "base", registry });
  const [base] = await children();
  expect(base?.inputs["build"]).toMatchObject({ args: { BASE: "debian:bookworm-slim" } });
});

it("is referred to by its content tag where no registry is, and is not pushed", async () => {
  const base = new Image("base", { source: "base" });
  expect(await value(base.link.reference)).toBe(`trainyard/base:${base.link.contentTag}`);
  expect((await children())[0]?.inputs["skipPush"]).toBe(true);
});

it("builds nothing where an upstream image takes its place", async () => {
  const override = "ghcr.io/mlflow/mlflow@sha256:0a";
  const image = new Image("mlflow", { source: "mlflow", registry, override });
  expect(await value(image.link.reference)).toBe(override);
  expect(await built()).toEqual([]);
});

it("lets an image stand on an upstream base, with another tag than on ours", () => {
  const ours = new Image("base", { source: "base", registry });
  const upstream = new Image("theirs", { source: "base", override: "registry.example/debian:12" });
  const tagOn = (base: Image) =>
    new Image(`on-${base.link.contentTag}`, { source: "postgres", base: base.link }).link.contentTag;
  expect(tagOn(upstream)).not.toBe(tagOn(ours));
});

it("keeps the password of the registry secret", async () => {
  const credentials = { username: "me", password: pulumi.secret("SENTINEL") };
  new Image("base", { source: "base", registry: "registry.example:5000/team", credentials });
  const [base] = await children();
  expect(base?.inputs["registry"]).toMatchObject({ value: { server: "registry.example:5000", username: "me" } });
  expect(leaks(base?.inputs, "SENTINEL")).toEqual([]);
});

it("refuses an image without its base before anything is made", async () => {
  expect(() => new Image("mlflow", { source: "mlflow", registry })).toThrow("stands on our image base");
  expect(await built()).toEqual([]);
});
