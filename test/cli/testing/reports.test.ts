import { describe, expect, it } from "vitest";
import { tallyJunit } from "../../../cli/testing/python.ts";
import { longestFiles } from "../../../cli/testing/file-times.ts";
import { tallyVitest } from "../../../cli/testing/vitest.ts";

describe("vitest's report", () => {
  const test = (fullName: string, status: string) => ({ fullName, status, failureMessages: [`${fullName} broke`] });

  it("counts each test, and names what failed and what did not run", () => {
    const assertionResults = [test("a", "passed"), test("b", "failed"), test("c", "skipped"), test("d", "todo")];
    expect(tallyVitest({ testResults: [{ name: "x.test.ts", status: "failed", assertionResults }] })).toEqual({
      passed: 1,
      failed: 1,
      skipped: ["x.test.ts > c", "x.test.ts > d"],
      failures: [{ name: "x.test.ts > b", message: "b broke" }],
    });
  });

  it("counts a file that cannot be loaded as one failure", () => {
    const file = { name: "x.test.ts", status: "failed", message: "cannot find module", assertionResults: [] };
    expect(tallyVitest({ testResults: [file] })).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe("the times of files", () => {
  it("name the longest ones, longest first, whatever tests print between them", () => {
    const lines = ["@file-time 15400 a.test.ts", "hello", "@file-time 181300 b c.test.ts", "@file-time 900 d.test.ts"];
    expect(longestFiles(lines.join("\n"))).toEqual(["181 s b c.test.ts", "15 s a.test.ts"]);
    expect(longestFiles(lines.join("\n"), 1)).toEqual(["181 s b c.test.ts"]);
  });
});

describe("pytest's report", () => {
  it("counts each test, and names what failed and what did not run", () => {
    const xml = `<?xml version="1.0"?><testsuites><testsuite errors="1" failures="1" skipped="1" tests="4">
      <testcase classname="test_a" name="test_one" time="0.1" />
      <testcase classname="test_a" name="test_two[x&gt;1]"><failure message="no">text</failure></testcase>
      <testcase classname="test_b" name="test_three"><error message="boom">text</error></testcase>
      <testcase classname="test_b" name="test_four"><skipped type="pytest.skip" message="no GPU">x</skipped></testcase>
    </testsuite></testsuites>`;
    expect(tallyJunit(xml)).toEqual({
      passed: 1,
      failed: 2,
      skipped: ["test_b.test_four: no GPU"],
      failures: ["test_a.test_two[x&gt;1]", "test_b.test_three"],
    });
  });

  it("counts nothing where there is no report", () => {
    expect(tallyJunit("")).toEqual({ passed: 0, failed: 0, skipped: [], failures: [] });
  });
});
