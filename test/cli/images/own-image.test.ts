import { beforeEach, expect, it } from "vitest";
import { ownImage, ownImages } from "../../../cli/images/own-image.ts";
import { Image } from "../../../components/image/index.ts";
import { built, mockPulumi } from "../../support/mocks.ts";

const site = { root: process.cwd(), env: {} };

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

it("gives another torch another tag", () => {
  const other = ownImage({ ...site, env: { TRAINYARD_TORCH_INDEX: "https://index.example" } }, "trainer");
  expect(other.buildArgs["TORCH_INDEX"]).toBe("https://index.example");
  expect(other.tag).not.toBe(ownImage(site, "trainer").tag);
});

it("says what is missing of an image, and where", () => {
  expect(() => ownImage({ root: "/nowhere", env: {} }, "base")).toThrow("images/base/Dockerfile.dockerignore");
});
