import { expect, it } from "vitest";
import { exitCodes } from "../../cli/exit-codes.ts";
import { describeThrown, Failure, renderFailure } from "../../cli/failure.ts";
import { failureOf } from "../../components/runpod/problem.ts";
import { JobError } from "../../components/runpod/run/outcome.ts";

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

it("takes what RunPod answers for no error of ours", () => {
  const error = failureOf({ what: "list pods", status: 401, body: '{"detail":"bad key"}' });
  const { text, stack } = describeThrown(error);
  expect(text).toMatchObject({ what: "RunPod answered 401", why: expect.stringContaining("RUNPOD_API_KEY") as string });
  expect([text.todo, stack]).toEqual(["mend what it says, then run it again", undefined]);
  const silent = failureOf({ what: "list pods", status: 0, body: "connect ECONNREFUSED 127.0.0.1:9" });
  expect(describeThrown(silent).text.what).toBe("RunPod did not answer");
});

it("says of a pod that stays what its run says", () => {
  const complaint = { what: "the pod could not be ended", on: "pod p", why: "403", todo: "end it in the console" };
  expect(describeThrown(new JobError("not-gone", complaint))).toMatchObject({ text: complaint, exitCode: 1 });
});

it("keeps the stack of an error that nobody expected", () => {
  const described = describeThrown(new TypeError("x is not a function"));
  expect(described.stack).toContain("TypeError");
  expect(described.text.why).toBe("x is not a function");
});
