import { describe, expect, it } from "vitest";
import * as failures from "../../../components/runpod/failures.ts";
import { detailOf, failureOf, saysNoCapacity } from "../../../components/runpod/problem.ts";

const problem = (status: number, detail: string, errors?: string[]) =>
  failureOf({
    what: "create pod x",
    status,
    body: JSON.stringify({ title: "T", status, detail, errors }),
    requestId: "r1",
  });

describe("the words of a 400", () => {
  it.each([
    "There are no longer any instances available with the requested specifications. Please refresh and try again.",
    "There are not enough free GPUs on the host machine to start this pod",
  ])("mean no capacity: %s", (detail) => {
    expect(saysNoCapacity(detail)).toBe(true);
    expect(problem(400, detail)).toBeInstanceOf(failures.NoCapacityError);
  });

  it.each(["mounts may hold persistent or network, not both", "instances must have a name", ""])(
    "mean a broken rule: %j",
    (detail) => {
      expect(problem(400, detail)).toBeInstanceOf(failures.RuleError);
    },
  );
});

describe("a refusal", () => {
  it.each([
    [401, failures.UnauthorizedError],
    [402, failures.InsufficientBalanceError],
    [403, failures.ForbiddenError],
    [404, failures.NotFoundError],
    [408, failures.AmbiguousError],
    [409, failures.ConflictError],
    [410, failures.RuleError],
    [422, failures.SchemaError],
    [429, failures.RateLimitedError],
    [301, failures.RuleError],
    [500, failures.AmbiguousError],
    [524, failures.AmbiguousError],
    [0, failures.AmbiguousError],
  ])("with status %d has its own name", (status, Failure) => {
    const failure = problem(status, "why");
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ status, detail: "why", requestId: "r1", name: Failure.name });
  });

  it("says what failed, why, and what to do", () => {
    expect(problem(422, "Request validation failed.", ["$: additional properties 'bogus' not allowed"]).message).toBe(
      "create pod x: RunPod answered 422: Request validation failed.; $: additional properties 'bogus' not allowed " +
        "(request r1); the request breaks the schema; this is a bug of Trainyard, please report it",
    );
  });

  it("shows the head of a page that is no problem document", () => {
    expect(detailOf("<html><body>error code: 1010</body></html>")).toBe("error code: 1010");
    expect(detailOf("x".repeat(5000)).length).toBeLessThan(700);
    expect(detailOf("")).toBe("");
    expect(detailOf("[1]")).toBe("[1]");
  });
});
