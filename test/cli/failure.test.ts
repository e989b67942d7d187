import { expect, it } from "vitest";
import { exitCodes } from "../../cli/exit-codes.ts";
import { describeThrown, Failure, renderFailure } from "../../cli/failure.ts";

const text = { what: "it broke", on: "the thing", why: "first line\nsecond line", todo: "mend it" };

it("prints what, on what, why and what to do, in this order", () => {
  expect(renderFailure(text)).toBe(
    "error: it broke\n  on:   the thing\n  why:  first line\n        second line\n  do:   mend it\n",
  );
});

it("keeps the exit code of a failure", () => {
  expect(describeThrown(new Failure(text, exitCodes.refused))).toMatchObject({ text, exitCode: 3, stack: undefined });
  expect(describeThrown(new Failure(text)).exitCode).toBe(1);
});

it("explains a full disk", () => {
  const error = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", path: "/var/x" });
  expect(describeThrown(error)).toMatchObject({ exitCode: 1, text: { what: "the disk is full", on: "/var/x" } });
});

it("keeps the stack of an error that nobody expected", () => {
  const described = describeThrown(new TypeError("x is not a function"));
  expect(described.stack).toContain("TypeError");
  expect(described.text.why).toBe("x is not a function");
});
