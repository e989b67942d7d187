import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { parseConfig } from "../../stacks/config.ts";
import type * as outputs from "../../stacks/outputs.ts";
import type * as platform from "../../stacks/platform.ts";
import { mockPulumi, native } from "../support/mocks.ts";

const { outputsOf } = native("stacks/outputs.ts") as typeof outputs;
const { buildPlatform } = native("stacks/platform.ts") as typeof platform;

beforeEach(() => mockPulumi());

it("exports every output of the stack: what it leaves out, no command finds", async () => {
  const job = { name: "a", image: "other:1", command: ["true"], maxUsd: 1, maxUsdPerHour: 1, maxDurationMinutes: 5 };
  const jobs = JSON.stringify([{ ...job, candidates: [{ gpu: "g", cloud: "SECURE" }] }]);
  const all = outputsOf(buildPlatform(parseConfig({ "trainyard:runpod": "emulated", "trainyard:jobs": jobs })));
  const program = await readFile(join(import.meta.dirname, "..", "..", "stacks", "index.ts"), "utf8");
  const [, exported = ""] = /^export const \{ (.+) \} = outputsOf\(platform\);$/m.exec(program) ?? [];
  expect(exported.split(", ").sort()).toEqual(Object.keys(all).sort());
});
