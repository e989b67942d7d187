import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readConfigured } from "../../../cli/stack/configured.ts";

const folder = mkdtempSync(join(tmpdir(), "configured-"));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (text: string, env: Readonly<Record<string, string>> = {}) => {
  const file = join(folder, "Pulumi.x.yaml");
  writeFileSync(file, text);
  return readConfigured(file, env);
};

describe("a key of a stack's file", () => {
  const configured = read(
    "config:\n  a:plain: word\n  a:secret:\n    secure: v1:abc\n  a:structured:\n    name: corpus\n  a:number: 3\n",
  );
  it.each([
    ["plain", ["word", false, true]],
    ["secret", [undefined, true, true]],
    ["structured", [undefined, false, true]],
    ["number", [undefined, false, true]],
    ["missing", [undefined, false, false]],
  ])("is told apart when it is %s", (name, expected) => {
    const key = `a:${name}`;
    expect([configured.text(key), configured.isSecret(key), configured.has(key)]).toEqual(expected);
  });
});

describe("the RunPod of a stack's file", () => {
  it.each([
    ["the emulated one", "emulated", {}, { emulated: true, remote: false }],
    ["a real one", "https://api.runpod.io/v2", {}, { emulated: false, remote: true }],
    ["one on this machine", "http://127.0.0.1:9/v2", {}, { emulated: false, remote: false }],
    ["what the environment says", "emulated", { RUNPOD_API_URL: "https://r.io" }, { emulated: false, remote: true }],
  ])("is %s", (_name, runpod, env, expected) => {
    expect(read(`config:\n  trainyard:runpod: ${runpod}\n`, { ...env })).toMatchObject(expected);
  });

  it("is taken for one that costs money where the file names none", () => {
    expect(read("config:\n")).toMatchObject({ emulated: false, remote: true });
  });
});

it("refuses a file that is no YAML as a wrong input, and says where in it", () => {
  const wrong = () => read("config:\n  trainyard:runpod: emulated\n trainyard:jobs: [\n");
  expect(wrong).toThrow(/Pulumi\.x\.yaml.*line [34]/s);
  expect(wrong).toThrow(
    expect.objectContaining({
      exitCode: 2,
      text: expect.objectContaining({ todo: "correct the YAML" }) as object,
    }) as Error,
  );
});

it("refuses a stack without a file, and says which file", () => {
  expect(() => readConfigured(join(folder, "Pulumi.none.yaml"), {})).toThrow(/Pulumi\.none\.yaml/);
});
