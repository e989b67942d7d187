import log from "@pulumi/pulumi/log/index.js";
import { afterEach, expect, it, vi } from "vitest";

const { debug } = log;
afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
  vi.restoreAllMocks();
  Object.assign(log, { debug });
});

/** Lines of the SDK that get out, where there is no engine to tell. */
async function told(env: string): Promise<readonly string[]> {
  vi.stubEnv("TRAINYARD_SDK_DEBUG", env);
  const lines: string[] = [];
  vi.spyOn(console, "warn").mockImplementation((line: string) => void lines.push(line));
  const before = log.debug;
  await import("../../stacks/sdk-debug-lines.ts");
  await log.warn("seen");
  expect(log.debug === before).toBe(env === "1");
  return lines;
}

it("takes the SDK's debug lines away and leaves its warnings", async () => {
  expect(await told("")).toEqual([expect.stringContaining("seen")]);
});

it("keeps the debug lines where they are asked for", async () => {
  expect(await told("1")).toEqual([expect.stringContaining("seen")]);
});
