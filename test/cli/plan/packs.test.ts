import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Failure } from "../../../cli/failure.ts";
import { readEvents } from "../../../cli/plan/engine-events.ts";
import { judgeOf } from "../../../cli/plan/joint-pack.ts";
import { policyFlags } from "../../../cli/plan/packs.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "ty-packs-"));
  folder = join(root, "limits");
  mkdirSync(folder);
  cpSync(join(ROOT, "policies"), join(root, "policies"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const limitsFile = (pack: string, stack = "dev") => join(root, "policies", pack, `${stack}.json`);
const committed = (pack: string) => JSON.parse(readFileSync(limitsFile(pack), "utf8")) as Record<string, unknown>;

/** Packs that the flags run, with the limits that each is given. */
function run(flags: readonly string[]): Record<string, Record<string, unknown>> {
  const found: Record<string, Record<string, unknown>> = {};
  for (let at = 0; at < flags.length; at += 4) {
    const [pack, path = "", config, file = ""] = flags.slice(at, at + 4);
    expect([pack, config]).toEqual(["--policy-pack", "--policy-pack-config"]);
    const name = path.slice(join(root, "policies").length + 1);
    found[name] = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  }
  return found;
}

describe("the flags of the policy packs", () => {
  it("run the rules of all our packs in one process, each with its limits and the balance", () => {
    const packs = run(policyFlags(root, "dev", folder, 12.5));
    expect(Object.keys(packs)).toEqual(["all"]);
    const all = packs["all"] ?? {};
    for (const pack of ["cost", "reliability", "security"])
      for (const [rule, said] of Object.entries(committed(pack))) expect(all[`${pack}.${rule}`]).toEqual(said);
    expect(all["cost.update-within-balance"]).toEqual({ balanceUsd: 12.5 });
  });

  it("run a pack of somebody else by itself", () => {
    const own = join(root, "policies", "house");
    mkdirSync(own);
    writeFileSync(join(own, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    writeFileSync(join(own, "dev.json"), '{"no-fridays":"advisory"}');
    const packs = run(policyFlags(root, "dev", folder));
    expect(Object.keys(packs)).toEqual(["all", "house"]);
    expect(packs["house"]).toEqual({ "no-fridays": "advisory" });
  });

  it("run each pack by itself where a file speaks of all rules of its own pack", () => {
    writeFileSync(limitsFile("security"), '{"all":"advisory"}');
    const packs = run(policyFlags(root, "dev", folder));
    expect(Object.keys(packs)).toEqual(["cost", "reliability", "security"]);
    expect(packs["security"]).toEqual({ all: "advisory" });
  });

  it("run what is left where a pack was taken out", () => {
    rmSync(join(root, "policies", "reliability"), { recursive: true });
    expect(Object.keys(run(policyFlags(root, "dev", folder)))).toEqual(["cost", "security"]);
  });

  it("are refused without limits, and with a file that holds none", () => {
    const refused = (said: RegExp) => {
      let thrown: unknown;
      try {
        policyFlags(root, "dev", folder);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(Failure);
      expect([(thrown as Failure).exitCode, (thrown as Failure).message]).toEqual([3, expect.stringMatching(said)]);
    };
    writeFileSync(limitsFile("cost"), "[]");
    refused(/limits of the policy pack cost cannot be read[^]*it holds no object of rules/);
    writeFileSync(limitsFile("cost"), "{");
    refused(/limits of the policy pack cost cannot be read/);
    rmSync(limitsFile("cost"));
    refused(/the policy pack cost has no limits for stack dev/);
  });
});

describe("a verdict of the joint pack", () => {
  it("is told as that of the pack whose rule it is", () => {
    const policyEvent = {
      ...{ resourceUrn: "urn:pulumi:dev::trainyard::a:b:C::smoke", message: "m", enforcementLevel: "mandatory" },
      ...{ policyName: "cost.max-usd", policyPackName: "trainyard" },
    };
    expect(readEvents(JSON.stringify({ policyEvent })).violations).toEqual([
      { pack: "trainyard-cost", rule: "max-usd", level: "mandatory", resource: "smoke", message: "m" },
    ]);
  });

  it("is left as it is where another pack gave it", () => {
    expect(judgeOf("house", "no.fridays")).toEqual({ pack: "house", rule: "no.fridays" });
    expect(judgeOf("trainyard-cost", "max-usd")).toEqual({ pack: "trainyard-cost", rule: "max-usd" });
  });
});
