import { randomBytes } from "node:crypto";
import type { PropertyMap } from "../core/values.ts";
import { type Generator, judgeKeepers } from "./generated.ts";

/** Random bytes in the forms in which names need them. */
export const randomId: Generator = {
  inputs: ["byteLength", "keepers", "prefix"],
  outputs: ["b64Std", "b64Url", "dec", "hex"],
  judge: (inputs) => {
    const length = inputs["byteLength"];
    const bad = typeof length === "number" && (!Number.isInteger(length) || length < 1);
    const failures = bad
      ? [{ property: "byteLength", reason: `must be a whole number of at least 1, got ${length}` }]
      : [];
    return [...failures, ...judgeKeepers(inputs)];
  },
  generate: (inputs) => {
    const bytes = randomBytes(inputs["byteLength"] as number);
    return { id: bytes.toString("base64url"), outputs: forms(bytes, prefixOf(inputs)) };
  },
  adopt: (written) => {
    const comma = written.lastIndexOf(",");
    const prefix = comma < 0 ? "" : written.slice(0, comma);
    const id = written.slice(comma + 1);
    const bytes = Buffer.from(id, "base64url");
    if (bytes.length === 0 || bytes.toString("base64url") !== id) {
      throw new Error(
        `"${written}" is no id of a RandomId: expected base64 for URLs, with "prefix," before it if it has one`,
      );
    }
    const inputs = { byteLength: bytes.length, ...(prefix === "" ? {} : { prefix }) };
    return { id, inputs, outputs: forms(bytes, prefix) };
  },
};

const prefixOf = (inputs: PropertyMap): string => {
  const prefix = inputs["prefix"];
  return typeof prefix === "string" ? prefix : "";
};

/** The bytes in every form, each behind the prefix. */
function forms(bytes: Buffer, prefix: string): PropertyMap {
  return {
    b64Std: prefix + bytes.toString("base64"),
    b64Url: prefix + bytes.toString("base64url"),
    dec: prefix + BigInt(`0x${bytes.toString("hex")}`).toString(),
    hex: prefix + bytes.toString("hex"),
  };
}
