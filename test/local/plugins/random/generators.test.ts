import { describe, expect, it } from "vitest";
import { generateText, textPlan, withDefaults } from "../../../../local/plugins/random/characters.ts";
import { generated } from "../../../../local/plugins/random/generated.ts";
import { generators } from "../../../../local/plugins/random/provider.ts";
import { declaredProperties } from "../../../support/package-types.ts";

const types = Object.entries(generators).map(([token, generator]) => ({
  name: token.split(":").at(-1) ?? "",
  file: `random/${/index\/(\w+):/.exec(token)?.[1] ?? ""}.d.ts`,
  generator,
}));

describe.each(types)("$name", ({ name, file, generator }) => {
  it("takes exactly the inputs of the npm package's type", () => {
    expect([...generator.inputs].sort()).toEqual(declaredProperties(file, `${name}Args`));
  });

  it("puts out exactly the properties of the npm package's type", () => {
    const { outputs } = generator.generate(generator.fill?.({ length: 8, byteLength: 4 }) ?? { byteLength: 4 });
    expect(Object.keys(outputs).sort()).toEqual([...generator.outputs].sort());
    const inputs = declaredProperties(file, `${name}Args`);
    const all = new Set([...inputs, ...generator.outputs]);
    expect([...all].sort()).toEqual(declaredProperties(file, name));
  });
});

describe("a generated text", () => {
  it("has its length, at least the minimums, and nothing but the classes asked for", () => {
    for (let run = 0; run < 200; run += 1) {
      const text = generateText(textPlan({ length: 12, special: false, minNumeric: 4, minUpper: 3 }));
      expect(text).toMatch(/^[A-Za-z0-9]{12}$/);
      expect(text.replace(/\D/g, "").length).toBeGreaterThanOrEqual(4);
      expect(text.replace(/[^A-Z]/g, "").length).toBeGreaterThanOrEqual(3);
    }
  });

  it("takes its special characters from the program where it names some", () => {
    const inputs = { length: 40, lower: false, upper: false, numeric: false, overrideSpecial: "#!" };
    expect(generateText(textPlan(inputs))).toMatch(/^[#!]{40}$/);
  });

  it("is not the same twice", () => {
    const texts = new Set(Array.from({ length: 100 }, () => generateText(textPlan({ length: 16 }))));
    expect(texts.size).toBe(100);
  });
});

const password = generators["random:index/randomPassword:RandomPassword"];
const call = {
  urn: "",
  type: "",
  name: "",
  signal: AbortSignal.any([]),
  log: () => undefined,
  status: () => undefined,
};

it("is made anew for a changed input, and not for a default that is written out", () => {
  if (password === undefined) throw new Error("RandomPassword is gone");
  const kind = generated(password);
  const changes = (oldInputs: object, news: object) =>
    kind.diff({ ...call, id: "none", oldInputs: { ...oldInputs }, news: { ...news }, oldOutputs: {} });
  expect(changes({ length: 8 }, { length: 8, lower: true, minLower: 0 })).toEqual({ changes: [] });
  expect(changes({ length: 8 }, { length: 9 })).toEqual({
    changes: [{ path: ["length"], kind: "update", replaces: true }],
  });
});

it("fills in the documented defaults, and takes the old word for numeric", () => {
  expect(withDefaults({ length: 8, number: false })).toMatchObject({ numeric: false, number: false, special: true });
});
