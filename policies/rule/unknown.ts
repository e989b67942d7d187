import { UnknownValueError } from "@pulumi/policy";

/** Path of the value that preview cannot know, as `spec.replicas`; undefined for every other error. */
export function unknownPath(error: unknown): string | undefined {
  if (!(error instanceof UnknownValueError)) return undefined;
  // The SDK has no type for it.
  const path: unknown = Reflect.get(error as object, "props");
  return Array.isArray(path) ? path.map(String).join(".") : "a value";
}
