import { describe, expect, it } from "vitest";
import { dataVersion } from "../../../cli/promotion/formats.ts";
import { type Entry, formerOf } from "../../../cli/promotion/history.ts";
import { planPromotion } from "../../../cli/promotion/plan.ts";
import { runningImages } from "../../../cli/promotion/running.ts";

const digest = (sign: string) => `sha256:${sign.repeat(64)}`;
const at = (name: string, sign: string) => `r.example.org/trainyard/${name}@${digest(sign)}`;
const running = (name: string, sign: string, contentTag: string | undefined = "0123456789ab") => ({
  ...{ name, reference: at(name, sign), contentTag },
});
const known = { tagOf: () => "0123456789ab", now: "2026-11-26T00:00:00Z" };
const nothing = { images: [], outputs: {}, past: [] };
const stage = (images: readonly ReturnType<typeof running>[], history: readonly Entry[] = []) => ({
  ...{ name: "staging", history },
  at: { ...nothing, images },
});
const target = { ...stage([]), name: "prod", images: {} };

describe("a promotion", () => {
  it("moves every image, keeps others that the target names, and records what data each keeps", () => {
    const source = stage([running("mlflow", "b"), running("trainer", "c")]);
    const plan = planPromotion(source, { ...target, images: { postgres: at("postgres", "a") } }, known);
    const images = { postgres: at("postgres", "a"), mlflow: at("mlflow", "b"), trainer: at("trainer", "c") };
    expect(plan.images).toEqual(images);
    expect(plan.changed).toEqual({ mlflow: at("mlflow", "b"), trainer: at("trainer", "c") });
    const versions = { mlflow: dataVersion("mlflow") };
    expect(plan.entries.at(-1)).toEqual({ at: known.now, by: "promote", from: "staging", images, versions });
  });

  it("records first what the target ran, so that it can return to it", () => {
    const before = { ...target, at: { ...nothing, images: [running("mlflow", "a")] } };
    const { entries } = planPromotion(stage([running("mlflow", "b")]), before, known);
    expect(entries.map(({ by, images }) => [by, images["mlflow"]])).toEqual([
      ["found", at("mlflow", "a")],
      ["promote", at("mlflow", "b")],
    ]);
    expect(formerOf(entries)).toMatchObject({ number: 0, entry: { versions: { mlflow: dataVersion("mlflow") } } });
  });

  it("hands on the versions that were recorded where the images came by promotion too", () => {
    const images = { mlflow: at("mlflow", "a") };
    const entry: Entry = { at: "", by: "promote", from: "test", images, versions: { mlflow: "3.1.0" } };
    const source = stage([{ ...running("mlflow", "a"), contentTag: undefined } as never], [entry]);
    expect(planPromotion(source, target, known).entries.at(-1)?.versions).toEqual({ mlflow: "3.1.0" });
  });

  it("changes nothing where the target has the images already", () => {
    const images = { mlflow: at("mlflow", "a") };
    expect(planPromotion(stage([running("mlflow", "a")]), { ...target, images }, known).changed).toEqual({});
  });
});

describe("the former images", () => {
  const entry = (sign: string, more: Partial<Entry> = {}): Entry => ({
    ...{ at: "", by: "promote", images: { mlflow: at("mlflow", sign) }, versions: {} },
    ...more,
  });

  it("are those of the entry before, also after a rollback and after a promotion that follows one", () => {
    const [a, b, c] = [entry("a"), entry("b"), entry("c")];
    expect(formerOf([])).toBeUndefined();
    expect(formerOf([a])).toBeUndefined();
    expect(formerOf([a, b, c])?.number).toBe(1);
    const back = entry("b", { by: "rollback", to: 1 });
    expect(formerOf([a, b, c, back])?.number).toBe(0);
    expect(formerOf([a, b, c, back, entry("d")])?.number).toBe(3);
    expect(formerOf([a, b, c, back, entry("a", { by: "rollback", to: 0 })])).toBeUndefined();
  });

  it("are none where nothing is on record of what stood before", () => {
    expect(formerOf([entry("a", { by: "found", images: {} }), entry("b")])).toBeUndefined();
  });
});

it("reads a state's images, with the tag of those that it built and without the base", () => {
  const urn = (name: string) => `urn:pulumi:staging::trainyard::type::${name}`;
  const component = (name: string, reference: string) => ({
    ...{ urn: urn(name), type: "trainyard:image:Image", outputs: { reference } },
  });
  const image = (name: string) => ({
    ...{ urn: urn(name), type: "docker:index/image:Image" },
    outputs: { imageName: `r.example.org/trainyard/${name}:0123456789ab`, repoDigest: at(name, "a") },
  });
  const state = [
    ...[component("base", at("base", "a")), image("base")],
    ...[component("mlflow", at("mlflow", "a")), image("mlflow"), component("postgres", at("postgres", "b"))],
  ];
  expect(runningImages(state)).toEqual([
    { name: "mlflow", reference: at("mlflow", "a"), contentTag: "0123456789ab" },
    { name: "postgres", reference: at("postgres", "b"), contentTag: undefined },
  ]);
});
