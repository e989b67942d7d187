import { once } from "node:events";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import struct, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { beforeAll, expect, it } from "vitest";
import { installPlainStructs } from "../../../api/pulumi/plain-structs.ts";

type Properties = Record<string, JavaScriptValue>;

/** What the library itself makes of properties: their bytes, and what it reads from them, as JSON with the order of keys. */
interface Original {
  readonly bytes: Uint8Array;
  readonly read: string;
}

/** The library as it is, in a thread of its own: in this one it is another. */
const library = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { Struct } = require("google-protobuf/google/protobuf/struct_pb.js");
  const make = (properties) => {
    const bytes = Struct.fromJavaScript(properties).serializeBinary();
    return { bytes, read: JSON.stringify(Struct.deserializeBinary(bytes).toJavaScript()) };
  };
  parentPort.postMessage(workerData.map(make));
`;

async function originals(samples: readonly Properties[]): Promise<readonly Original[]> {
  const [made] = (await once(new Worker(library, { eval: true, workerData: samples }), "message")) as [Original[]];
  return made;
}

const seed = Date.now() % 1_000_000;
const { object: properties } = fc.letrec<{ tree: JavaScriptValue; object: Properties }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<JavaScriptValue>(null, true, false, 0, -0, "", "__proto__", 1e300, "ខ្មែរ 🚂"),
    fc.string({ unit: "grapheme" }),
    fc.double({ noNaN: true }),
    fc.array(tie("tree"), { maxLength: 4 }),
    tie("object"),
  ),
  object: fc.dictionary(fc.string({ unit: "grapheme", maxLength: 8 }), tie("tree"), { maxKeys: 5 }),
}));
const samples = fc.sample(properties, { seed, numRuns: 400 });
let expected: readonly Original[];

beforeAll(async () => {
  installPlainStructs();
  expected = await originals(samples);
});

it(`writes the library's bytes and reads its values, keys in its order (seed ${seed})`, () => {
  expect(expected).toHaveLength(samples.length);
  for (const [at, sample] of samples.entries()) {
    const bytes = struct.Struct.fromJavaScript(sample).serializeBinary();
    expect(Buffer.from(bytes).equals(Buffer.from(expected[at]?.bytes ?? []))).toBe(true);
    expect(JSON.stringify(struct.Struct.deserializeBinary(bytes).toJavaScript())).toBe(expected[at]?.read);
  }
});

it("gives each who asks values of their own", () => {
  const message = struct.Struct.deserializeBinary(struct.Struct.fromJavaScript({ a: { b: 1 } }).serializeBinary());
  const first = message.toJavaScript() as { a: { b: number } };
  first.a.b = 2;
  expect(message.toJavaScript()).toEqual({ a: { b: 1 } });
  const made = { a: [1] };
  const sent = struct.Struct.fromJavaScript(made);
  made.a.push(2);
  expect(sent.toJavaScript()).toEqual({ a: [1] });
});

it("still is a map of messages for whoever asks for one", () => {
  const message = struct.Struct.deserializeBinary(struct.Struct.fromJavaScript({ urn: "u", n: [1] }).serializeBinary());
  expect(message.getFieldsMap().get("urn")?.toJavaScript()).toBe("u");
  message.getFieldsMap().set("more", struct.Value.fromJavaScript({ deep: null }));
  expect(struct.Struct.deserializeBinary(message.serializeBinary()).toJavaScript()).toEqual({
    ...{ urn: "u", n: [1], more: { deep: null } },
  });
});

it("lies in other messages, before and behind other fields", () => {
  const request = new provider.CheckRequest().setUrn("urn").setNews(struct.Struct.fromJavaScript({ a: "x" }));
  request.setOlds(struct.Struct.fromJavaScript({})).setName("name");
  const read = provider.CheckRequest.deserializeBinary(request.serializeBinary());
  expect([read.getUrn(), read.getName()]).toEqual(["urn", "name"]);
  expect([read.getOlds()?.toJavaScript(), read.getNews()?.toJavaScript()]).toEqual([{}, { a: "x" }]);
});

it("refuses what is no property", () => {
  const wrong = { a: { b: undefined } } as unknown as Properties;
  expect(() => struct.Struct.fromJavaScript(wrong)).toThrow(
    "a value of type undefined is none that properties may have",
  );
});
