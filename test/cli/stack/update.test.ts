import { expect, it } from "vitest";
import { plainError } from "../../../cli/stack/update.ts";

it("takes the engine's wrapping off a provider's error", () => {
  const wrapped = '1 error occurred:\n\t* job "a": the command failed: exit code 1; mend it\n\n';
  expect(plainError(wrapped)).toBe('job "a": the command failed: exit code 1; mend it');
});

it("leaves another error as it is", () => {
  expect(plainError("delete network volume v: RunPod answered 409")).toBe(
    "delete network volume v: RunPod answered 409",
  );
});
