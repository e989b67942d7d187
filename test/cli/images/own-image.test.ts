import { beforeEach, expect, it } from "vitest";
import { trainerSource } from "../../../cli/images/index.ts";
import { ownImage, ownImages } from "../../../cli/images/own-image.ts";
import { Image } from "../../../components/image/index.ts";
import { built, mockPulumi } from "../../support/mocks.ts";

const site = { root: process.cwd() };

beforeEach(() => mockPulumi());

it("tags every image as the program's resource does, so that each build finds the other's steps", async () => {
  const base = new Image("base", { source: "base" });
  for (const own of ownImages(site)) {
    const image = own.source === "base" ? base : new Image(own.source, { source: own.source, base: base.link });
    expect([own.source, image.link.contentTag]).toEqual([own.source, own.tag]);
  }
  await built();
});

it("agrees with the program on an upstream base too", async () => {
  const upstream = "registry.example/debian@sha256:00";
  const base = new Image("base", { source: "base", override: upstream });
  const trainer = new Image("trainer", { source: "trainer", base: base.link });
  const own = ownImage(site, "trainer", upstream);
  expect(own.tag).toBe(trainer.link.contentTag);
  expect(own).toMatchObject({ base: undefined, buildArgs: { BASE: upstream } });
  await built();
});

it("builds the base before what stands on it, from the image that images/versions.json names", () => {
  const own = ownImage(site, "mlflow");
  expect(own.buildArgs["BASE"]).toBe(own.base?.name);
  expect(own.base?.buildArgs["BASE"]).toBe("debian:bookworm-slim");
});

it("takes the image that stands for the trainer for the corpus too, under the tag that the program gives its runs", async () => {
  const upstream = "registry.example/trainer@sha256:00";
  const trainer = new Image("trainer", { source: "trainer", override: upstream });
  expect(await trainerSource(site, { trainer: upstream })).toEqual({ name: upstream, tag: trainer.link.contentTag });
  const base = { base: "registry.example/debian@sha256:00" };
  expect(await trainerSource(site, base)).toMatchObject({ tag: ownImage(site, "trainer", base.base).tag });
  await built();
});

it("says what is missing of an image, and where", () => {
  expect(() => ownImage({ root: "/nowhere" }, "base")).toThrow("images/base/Dockerfile.dockerignore");
});
