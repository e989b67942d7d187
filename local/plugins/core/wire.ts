import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { type Path, type PathTree, pathTree } from "./paths.ts";
import { isList, isMap, type PropertyMap, type PropertyValue, unknownValue } from "./values.ts";

/** Marks an object on the wire as something else than an object. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Other things that an object may be, none of which this core takes. */
const refusedSignatures: Readonly<Record<string, string>> = {
  c44067f5952c0a294b673a41bacd8c17: "an asset",
  "0def7320c3a5731c473e5ecbe6d01bc7": "an archive",
  "5cf8f73096256a8f31e491e813e4eb8e": "a resource reference",
  d0e6a833031e9bbcd3f4e8bde6ca49a4: "an output value",
};

/** How the engine writes unknowns; each stands for a kind of value. */
const unknownTexts: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Properties off the wire, with the paths at which they were secret. */
export interface Decoded {
  readonly values: PropertyMap;
  readonly secrets: readonly Path[];
}

/** Reads properties off the wire. Throws where they hold an asset, an archive, a reference or an output value. */
export function decode(from: struct.Struct | undefined): Decoded {
  const secrets: Path[] = [];
  const open = (value: struct.JavaScriptValue, path: Path): PropertyValue => {
    if (unknownTexts.has(value)) return unknownValue;
    if (Array.isArray(value)) return value.map((entry: struct.JavaScriptValue, at) => open(entry, [...path, at]));
    if (typeof value !== "object" || value === null) return value;
    const map = value as Readonly<Record<string, struct.JavaScriptValue>>;
    const signature = map[signatureKey];
    if (signature === secretSignature) {
      secrets.push(path);
      return open(map["value"] ?? null, path);
    }
    if (typeof signature === "string") {
      const what = refusedSignatures[signature] ?? `a value of kind ${signature}`;
      throw new Error(`property ${path.join(".")} is ${what}, which this stand-in does not take`);
    }
    return Object.fromEntries(Object.entries(map).map(([name, inner]) => [name, open(inner, [...path, name])]));
  };
  const values = open((from?.toJavaScript() ?? {}) as struct.JavaScriptValue, []) as PropertyMap;
  return { values, secrets };
}

/** Writes properties for the wire; what lies at a path of `secrets` becomes secret. */
export function encode(values: PropertyMap, secrets: readonly Path[] = []): struct.Struct {
  const closed = Object.entries(values).flatMap(([name, value]) => {
    const tree = pathTree(secrets).below.get(name);
    return value === undefined ? [] : [[name, close(value, tree)] as const];
  });
  return struct.Struct.fromJavaScript(Object.fromEntries(closed));
}

function close(value: PropertyValue, tree: PathTree | undefined): struct.JavaScriptValue {
  if (tree?.marked === true) return { [signatureKey]: secretSignature, value: close(value, undefined) };
  if (value === unknownValue) return unknownText;
  if (isList(value)) return value.map((entry, at) => close(entry, tree?.below.get(at)));
  if (!isMap(value)) return value as struct.JavaScriptValue;
  const entries = Object.entries(value).flatMap(([name, inner]) =>
    inner === undefined ? [] : [[name, close(inner, tree?.below.get(name))] as const],
  );
  return Object.fromEntries(entries);
}
