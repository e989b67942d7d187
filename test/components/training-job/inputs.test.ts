import { describe, expect, it } from "vitest";
import { ArgsError } from "../../../components/lib/errors.ts";
import { SUPERVISOR_PORT } from "../../../components/lib/pod-port.ts";
import { UNKNOWN } from "../../../components/lib/unknown.ts";
import { parseInputs } from "../../../components/training-job/inputs.ts";
import { jobInputs } from "./fixtures.ts";

function complaint(changes: Record<string, unknown>): string {
  try {
    parseInputs({ ...jobInputs(), ...changes });
  } catch (error) {
    if (error instanceof ArgsError) return error.message;
    throw error;
  }
  return "none";
}

describe("the inputs of a job", () => {
  it("are taken when they are right", () => {
    expect(parseInputs({ ...jobInputs() })).toEqual(jobInputs());
  });

  it("refuses with all problems at once", () => {
    expect(complaint({ maxUsd: -1, attempts: 0, command: ["true"], wat: 1 })).toBe(
      [
        'TrainingJob "smoke": 4 problem(s) in its arguments',
        "  - maxUsd: must be above 0, got -1",
        "  - attempts: must be at least 1, got 0",
        "  - wat: is not a known key; remove it",
        "  - recipe: give exactly one of recipe and command",
      ].join("\n"),
    );
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["a missing ceiling", { maxUsdPerHour: undefined }, "maxUsdPerHour: is missing"],
    ["a missing cap", { maxUsd: undefined }, "maxUsd: is missing"],
    ["a cap that is no number", { maxUsd: "0.5" }, 'maxUsd: must be a number, got "0.5"'],
    ["an empty list of candidates", { candidates: [] }, "candidates: must have at least 1 entries, got a list of 0"],
    [
      "a pool that is not there",
      { candidates: [{ gpu: "x", cloud: "ALL" }] },
      'candidates[0].cloud: must be "SECURE" or "COMMUNITY"',
    ],
    ["a port that is none", { ports: ["70000/tcp"] }, "ports[0]: must be a port from 1 to 65535, got 70000"],
    ["a port twice", { ports: ["80/http", "80/tcp"] }, "ports[1]: names port 80 twice"],
    [
      "the supervisor's own port",
      { volumeId: null, volumeDataCenter: null, ports: [`${SUPERVISOR_PORT}/http`] },
      "ports[0]: must not be 8787: results leave a pod without a volume by it",
    ],
    ["a rule without its price", { candidates: { minMemoryGb: 24 } }, "candidates.maxUsdPerHour: is missing"],
    [
      "a rule above the job's ceiling",
      { candidates: { minMemoryGb: 24, maxUsdPerHour: 1 } },
      "must be at most the job's maxUsdPerHour (0.4), got 1",
    ],
    ["a volume without its data centre", { volumeDataCenter: null }, "volumeDataCenter: is required with volumeId"],
    [
      "a volume where RunPod has no S3",
      { volumeDataCenter: "EU-SE-1" },
      "volumeDataCenter: must be where RunPod serves volumes by S3 (EU-CZ-1, ",
    ],
    [
      "another data centre than the volume's",
      { candidates: [{ gpu: "x", cloud: "SECURE", dataCenter: "US-TX-3" }] },
      "candidates[0].dataCenter: must be the volume's (EU-RO-1), got US-TX-3",
    ],
    [
      "COMMUNITY with a volume",
      { candidates: [{ gpu: "x", cloud: "COMMUNITY" }] },
      "candidates[0].cloud: must be SECURE with a volume",
    ],
    ["neither recipe nor command", { recipe: null }, "recipe: give exactly one of recipe and command"],
    ["a variable of ours", { env: { TRAINYARD_X: "1" } }, "env.TRAINYARD_X: must be a variable name"],
    [
      "a variable given twice",
      { env: { A: "1" }, secretEnv: { A: "token" } },
      "secretEnv.A: is also in env; give it once",
    ],
    [
      "a variable too long for any program to start with",
      { env: { LONG: "x".repeat(131_067) } },
      "env.LONG: must be at most 131066 bytes long, got 131067",
    ],
    [
      "a command that fits in no variable",
      { recipe: null, command: ["sh", "-c", "ខ្មែរ".repeat(6_000)] },
      "command: must be at most 65536 bytes long",
    ],
    ["a recipe that fits in no variable", { recipe: { text: "x".repeat(66_000) } }, "recipe: must be at most 65536"],
    ["a cap that pays for no ending", { maxUsd: 0.01 }, "maxUsd: must be at least 0.033"],
    ["a stack with a hyphen", { stack: "my-stack" }, "stack: must be lower-case letters"],
    ["a job in capitals", { name: "Smoke" }, "name: must be lower-case letters"],
  ])("refuses %s", (_, changes, reason) => {
    expect(complaint(changes)).toContain(reason);
  });

  it.each<[string, Record<string, unknown>]>([
    ["volume", { volumeId: UNKNOWN, volumeDataCenter: UNKNOWN }],
    ["candidates", { candidates: UNKNOWN }],
    ["part of the environment", { env: { A: UNKNOWN } }],
    ["money", { maxUsd: UNKNOWN, maxUsdPerHour: UNKNOWN }],
    ["recipe", { recipe: UNKNOWN }],
    ["data", { data: UNKNOWN }],
  ])("passes over a %s that is not known yet", (_, changes) => {
    expect(complaint(changes)).toBe("none");
  });

  it("judges the rest while one field is not known yet", () => {
    expect(complaint({ volumeId: UNKNOWN, attempts: 0 })).toContain("1 problem(s)");
  });
});
