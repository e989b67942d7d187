import type * as pulumi from "@pulumi/pulumi";

/** Stands for every secret; wherever it is found in clear text, a secret would be. */
export const SENTINEL = "SENTINEL";

/** `Kind name` of each, as the stack would list them. */
export function kindsAndNames(parts: readonly pulumi.runtime.MockResourceArgs[]): readonly string[] {
  return parts.map(({ type, name }) => `${type.split(":").at(-1) ?? type} ${name}`);
}

/** The inputs of one resource. Throws where there is none. */
export function inputsOf(parts: readonly pulumi.runtime.MockResourceArgs[], name: string): unknown {
  const found = parts.find((part) => part.name === name);
  if (found === undefined) throw new Error(`nothing is named ${name}; there are ${kindsAndNames(parts).join(", ")}`);
  return found.inputs as unknown;
}
