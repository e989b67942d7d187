import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { expect, it } from "vitest";
import { hasUnknown, unknownValue } from "../../../../local/plugins/core/values.ts";
import { decode, encode } from "../../../../local/plugins/core/wire.ts";

const mark = "4dabf18193072939515e22adb298388d";
const secret = (value: struct.JavaScriptValue) => ({ [mark]: "1b47061264138c4ac30d75fd1eb44270", value });

it("opens secrets on the way in and closes them at the same paths on the way out", () => {
  const wire = { data: { token: secret("t"), list: [1, secret({ a: "b" })] }, open: true };
  const { values, secrets } = decode(struct.Struct.fromJavaScript(wire));
  expect(values).toEqual({ data: { token: "t", list: [1, { a: "b" }] }, open: true });
  expect(secrets).toEqual([
    ["data", "list", 1],
    ["data", "token"],
  ]);
  expect(encode(values, secrets).toJavaScript()).toEqual(wire);
});

it("closes the whole of a value whose part is secret too", () => {
  const closed = encode({ data: { a: "1" } }, [["data", "a"], ["data"]]).toJavaScript();
  expect(closed).toEqual({ data: secret({ a: "1" }) });
});

it("reads every kind of unknown as one, and writes it back", () => {
  const number = "3eeb2bf0-c639-47a8-9e75-3b44932eb421";
  const { values } = decode(struct.Struct.fromJavaScript({ spec: { replicas: number } }));
  expect(values).toEqual({ spec: { replicas: unknownValue } });
  expect(hasUnknown(values)).toBe(true);
  expect(encode(values).toJavaScript()).toEqual({ spec: { replicas: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" } });
});

it("leaves undefined out and keeps null", () => {
  expect(encode({ a: undefined, b: { c: undefined, d: null } }).toJavaScript()).toEqual({ b: { d: null } });
});

it("refuses what it does not take, by the property's path", () => {
  const asset = { [mark]: "c44067f5952c0a294b673a41bacd8c17", text: "x" };
  expect(() => decode(struct.Struct.fromJavaScript({ a: { b: asset } }))).toThrow("property a.b is an asset");
});
