import { describe, expect, it } from "vitest";
import { plainError, updateFailure } from "../../../cli/stack/update.ts";

it("takes the engine's wrapping off a provider's error", () => {
  const wrapped = '1 error occurred:\n\t* job "a": the command failed: exit code 1; mend it\n\n';
  expect(plainError(wrapped)).toBe('job "a": the command failed: exit code 1; mend it');
});

it("leaves another error as it is", () => {
  expect(plainError("delete network volume v: RunPod answered 409")).toBe(
    "delete network volume v: RunPod answered 409",
  );
});

describe("the failure of", () => {
  const context = { interrupted: new AbortController().signal };
  const update = { events: { errors: ["update failed", "table orders is kept"], violations: [] }, said: "" };
  const failure = (command: "up" | "down") => updateFailure(context, { stack: "prod" }, update, command);

  it("an update names what stands in its way, and goes on by up", () => {
    expect(failure("up")).toMatchObject({
      exitCode: 1,
      text: { what: "the update failed", why: "table orders is kept" },
    });
    expect(failure("up").text.todo).toContain("./yard up -s prod goes on");
    expect(failure("up").text.todo).toContain("./yard down -s prod ends everything");
  });

  it("a destroy goes on by down, and does not send anybody to up", () => {
    expect(failure("down")).toMatchObject({ exitCode: 1, text: { why: "table orders is kept" } });
    expect(failure("down").text.todo).toContain("./yard down -s prod goes on");
    expect(failure("down").text.todo).not.toContain("./yard up");
  });
});
