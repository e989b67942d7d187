import { describe, expect, it } from "vitest";
import type { JobInputs } from "../../../components/training-job/args.ts";
import { worldsBackend, type Worlds } from "../../../components/training-job/backend.ts";
import { compareJob } from "../../../components/training-job/diff.ts";
import { runHash } from "../../../components/training-job/hash.ts";
import { parseInputs } from "../../../components/training-job/inputs.ts";
import { jobLifecycle } from "../../../components/training-job/lifecycle.ts";
import type { JobResult, Properties } from "../../../components/training-job/outputs.ts";
import { UNKNOWN } from "../../../components/lib/unknown.ts";
import { catalogGpu, catalogOf, jobInputs, jobResult } from "./fixtures.ts";

const ledger = { controlUrl: "kube://base/south:5432", database: "books", username: "books", password: "SENTINEL" };
const budget = { limitUsd: 20, team: "vision", environment: "prod", period: "month", ledger } as const;
const given = (changes: Partial<JobInputs> = {}): Properties => ({ ...jobInputs(changes), __provider: "text" });

function stage(charged: JobResult["charged"], told: JobResult["charged"] | Error = "settled") {
  const calls: string[] = [];
  const lifecycle = jobLifecycle(() => ({
    catalog: async () => catalogOf(catalogGpu("NVIDIA RTX A4000", 0.25)),
    run: async () => ({ ok: true, result: jobResult({ charged }) }),
    observe: async () => jobResult({ charged }),
    end: async () => undefined,
    retell: async () => {
      calls.push("retell");
      if (told instanceof Error) throw told;
      return { charged: told };
    },
  }));
  const created = async (changes: Partial<JobInputs> = { budget }): Promise<Properties> => {
    const { inputs } = (await lifecycle.check({}, given(changes))) as { inputs: Properties };
    return ((await lifecycle.create(inputs)) as { outs: Properties }).outs;
  };
  return { lifecycle, calls, created };
}

describe("a job with a budget", () => {
  it("is the same run as without one: no replacement, no other hash", async () => {
    const state = await stage(undefined).created({});
    expect(runHash(jobInputs({ budget }))).toBe(runHash(jobInputs()));
    expect(compareJob(state, given({ budget }))).toEqual({ changes: true });
    expect(Object.keys(state)).not.toContain("charged");
  });

  it("is updated in place where its limit changed, and not at all where nothing did", async () => {
    const state = await stage("settled").created();
    expect(compareJob(state, given({ budget }))).toEqual({ changes: false });
    expect(compareJob(state, given({ budget: { ...budget, limitUsd: 30 } }))).toEqual({ changes: true });
  });

  it("has the ledger told by the next up what it could not be told, without another run", async () => {
    const { lifecycle, calls, created } = stage("pending");
    const state = await created();
    expect([state["charged"], compareJob(state, given({ budget }))]).toEqual(["pending", { changes: true }]);
    const { outs } = (await lifecycle.update("run1", state, { ...given({ budget }), plan: state["plan"] })) as {
      outs: Properties;
    };
    expect([calls, outs["charged"], outs["status"]]).toEqual([["retell"], "settled", "succeeded"]);
  });

  it("has it told by a refresh, which a ledger that is away does not fail", async () => {
    const there = stage("pending");
    const read = (await there.lifecycle.read("run1", await there.created())) as { props: Properties };
    expect(read.props["charged"]).toBe("settled");
    const away = stage("settled", new Error("away"));
    const unread = (await away.lifecycle.read("run1", await away.created())) as { props: Properties };
    expect(unread.props["charged"]).toBe("pending");
  });

  it.each([
    [{ limitUsd: 0 }, "budget.limitUsd"],
    [{ team: "A team" }, "budget.team"],
    [{ period: "year" }, "budget.period"],
    [{ ledger: { ...ledger, controlUrl: "http://south" } }, "budget.ledger.controlUrl"],
    [{ ledger: { ...ledger, password: "" } }, "budget.ledger.password"],
    [{ other: 1 }, "budget.other"],
  ])("refuses %o", (change, path) => {
    const wrong = { ...jobInputs(), budget: { ...budget, ...change } };
    expect(() => parseInputs(wrong)).toThrow(path);
  });
});

describe("a preview", () => {
  const foretold = async (left: Worlds["left"], inputs: Partial<JobInputs> = {}): Promise<string> => {
    const lines: string[] = [];
    const worlds: Worlds = {
      service: { listGpus: async () => [] },
      forRun: () => Promise.reject(new Error("no run in a preview")),
      forEnding: () => Promise.reject(new Error("no ending in a preview")),
      ...(left && { left }),
      log: (line) => void lines.push(line),
    };
    const backend = { ...worldsBackend(worlds), catalog: async () => undefined };
    await jobLifecycle(() => backend).check({}, given({ budget, ...inputs }));
    return lines.join("\n");
  };
  const books = 'budget of team "vision" in prod (2026-11)';

  it("says what is left, and whether the run fits", async () => {
    expect(await foretold(async () => ({ budget: books, limitUsd: 20, committedUsd: 12 }))).toBe(
      `smoke: $8.000 of $20.00 is left in the ${books}; this run takes $0.500`,
    );
    expect(await foretold(async () => ({ budget: books, limitUsd: 20, committedUsd: 19.8 }))).toContain(
      '$0.200 of $20.00 is left in the budget of team "vision" in prod (2026-11); this run may need $0.500, so up refuses it',
    );
  });

  it("says what it could not ask, and why", async () => {
    expect(await foretold(() => Promise.reject(new Error("nobody answers")))).toBe(
      "smoke: not checked: what is left of its budget (nobody answers); up asks before it makes a pod",
    );
    const unknown = { ...budget, ledger: { ...ledger, database: UNKNOWN } };
    expect(await foretold(async () => undefined, { budget: unknown })).toContain("its inputs are not all known yet");
  });
});
