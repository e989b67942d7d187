import { expect, it } from "vitest";
import { type ImageSource, type ImageWish, planImage } from "../../../components/image/index.ts";
import type { ImageName } from "../../../components/lib/images.ts";

const source: ImageSource = {
  dockerfile: "images/mlflow/Dockerfile",
  files: { "images/mlflow/Dockerfile": { content: Buffer.from("FROM x"), executable: false } },
};
const base = { contentTag: "0123456789ab" };
const plan = (wish: ImageWish = {}, name: ImageName = "mlflow") => planImage(name, source, { base, ...wish });

it("names an image after the registry, the project and its content", () => {
  const { contentTag, imageName } = plan({ registry: "localhost:5000/team/" });
  expect(imageName).toBe(`localhost:5000/team/trainyard/mlflow:${contentTag}`);
  expect(plan().imageName).toBe(`trainyard/mlflow:${contentTag}`);
});

it("gives the same tag wherever the image is pushed", () => {
  expect(plan({ registry: "a.example" }).contentTag).toBe(plan({ registry: "b.example" }).contentTag);
});

it("passes the versions that images/versions.json holds, and those of the caller above them", () => {
  expect(plan({}, "postgres").buildArgs).toEqual({ POSTGRES: "15" });
  expect(plan({ buildArgs: { POSTGRES: "16" } }, "postgres").buildArgs).toEqual({ POSTGRES: "16" });
});

it("lets only the base stand on an upstream image", () => {
  expect(planImage("base", source, {}).upstream).toBe("debian:bookworm-slim");
  expect(plan().upstream).toBeUndefined();
});

it.each([
  [{ base: undefined }, "base: is missing: mlflow stands on our image base"],
  [{ registry: "https://registry.example" }, '(no scheme, lower case), got "https://registry.example"'],
  [{ registry: "Registry.example" }, "registry: must be like"],
])("refuses %j", (wish, reason) => {
  expect(() => plan(wish)).toThrow(reason);
});

it("lists every problem at once", () => {
  expect(() => plan({ base: undefined, registry: "UPPER" })).toThrow("2 problem(s)");
});
