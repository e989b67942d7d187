import { expect } from "vitest";
import type { Ended } from "./e2e-process.ts";

/** One message that says what and why, without a stack trace, and a code that says failure. */
export function refuses(ended: Ended, exitCode: number, message: RegExp): void {
  expect([ended.exitCode, ended.output]).toEqual([exitCode, expect.stringMatching(message)]);
  expect(ended.output).not.toMatch(/^ +at .*\.[jt]s:\d+/m);
}
