import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../components/lib/unknown.ts";
import type { TrackedState } from "../../../components/runpod/run/tracking.ts";
import type { JobInputs } from "../../../components/training-job/args.ts";
import { worldsBackend } from "../../../components/training-job/backend.ts";
import { compareJob } from "../../../components/training-job/diff.ts";
import { parseInputs } from "../../../components/training-job/inputs.ts";
import { jobLifecycle } from "../../../components/training-job/lifecycle.ts";
import type { JobResult, Properties } from "../../../components/training-job/outputs.ts";
import { catalogGpu, catalogOf, jobInputs, jobResult } from "./fixtures.ts";

const mlflow = { controlUrl: "kube://track/ledger:5000", username: "yard", password: "SENTINEL" };
const complete: TrackedState = { mlflowRunId: "r1", tracked: "complete" };
const pending: TrackedState = { mlflowRunId: null, tracked: "pending" };

/** A life cycle whose world counts its calls; `told`: what the record says when it is told again. */
function stage(told: TrackedState | Error = complete) {
  const calls: string[] = [];
  let result: JobResult = jobResult({ tracking: pending });
  const lifecycle = jobLifecycle(() => ({
    catalog: async () => catalogOf(catalogGpu("NVIDIA RTX A4000", 0.25)),
    run: async () => {
      calls.push("run");
      return { ok: true, result };
    },
    observe: async () => {
      calls.push("observe");
      return result;
    },
    end: async () => undefined,
    retell: async () => {
      calls.push("retell");
      if (told instanceof Error) throw told;
      return { tracking: told };
    },
  }));
  const given = (changes: Partial<JobInputs> = {}): Properties => ({ ...jobInputs(changes), __provider: "text" });
  const created = async (changes: Partial<JobInputs> = { mlflow }, tracking?: TrackedState): Promise<Properties> => {
    result = jobResult({ tracking });
    const { inputs } = (await lifecycle.check({}, given(changes))) as { inputs: Properties };
    const { outs } = (await lifecycle.create(inputs)) as { outs: Properties };
    calls.length = 0;
    return outs;
  };
  return { lifecycle, calls, given, created };
}

describe("a job with a link to MLflow", () => {
  it("puts the run's id out, and how far it is told", async () => {
    expect(await stage().created({ mlflow }, complete)).toMatchObject({ ...complete, mlflow });
  });

  it("puts out nothing more where it has no link", async () => {
    const state = await stage().created({}, undefined);
    expect(Object.keys(state).filter((key) => ["mlflow", "mlflowRunId", "tracked"].includes(key))).toEqual([]);
    expect(compareJob(state, jobInputs() as unknown as Properties)).toEqual({ changes: false });
  });

  it("has nothing to do once MLflow has everything, and is updated without a run while it has not", async () => {
    const { lifecycle, calls, given, created } = stage();
    const told = await created({ mlflow }, complete);
    expect(compareJob(told, given({ mlflow }))).toEqual({ changes: false });
    const untold = await created({ mlflow }, pending);
    expect(compareJob(untold, given({ mlflow }))).toEqual({ changes: true });
    const { outs } = (await lifecycle.update("run1", untold, { ...given({ mlflow }), plan: untold["plan"] })) as {
      outs: Properties;
    };
    expect(calls).toEqual(["retell"]);
    expect(outs).toMatchObject({ status: "succeeded", ...complete });
  });

  it.each([
    ["added", {}, { mlflow }],
    ["taken away", { mlflow }, {}],
    ["changed", { mlflow }, { mlflow: { ...mlflow, password: "another" } }],
  ])("is updated in place where the link is %s", async (_what, before, after) => {
    const { given, created } = stage();
    expect(compareJob(await created(before, complete), given(after))).toEqual({ changes: true });
  });

  it("is told again by a refresh, which a record that is away does not fail", async () => {
    const there = stage();
    const state = await there.created({ mlflow }, pending);
    const read = (await there.lifecycle.read("run1", state)) as { props: Properties };
    expect(read.props).toEqual({ ...state, ...complete });
    const away = stage(new Error("away"));
    const untold = await away.created({ mlflow }, complete);
    const again = (await away.lifecycle.read("run1", untold)) as { props: Properties };
    expect(again.props).toEqual({ ...untold, tracked: "pending" });
  });

  it.each([
    [{ controlUrl: "mlflow:5000" }, "mlflow.controlUrl"],
    [{ controlUrl: "http://user:word@mlflow.test" }, "mlflow.controlUrl"],
    [{ password: "" }, "mlflow.password"],
    [{ podUrl: "kube://a/b:1" }, "mlflow.podUrl"],
    [{ other: "x" }, "mlflow.other"],
  ])("refuses %o", (change, path) => {
    expect(() => parseInputs({ ...jobInputs(), mlflow: { ...mlflow, ...change } })).toThrow(path);
  });
});

describe("a preview", () => {
  const lines: string[] = [];
  const foretold = async (isFinished: () => Promise<boolean>, inputs: Partial<JobInputs> = {}): Promise<string> => {
    lines.length = 0;
    const worlds = {
      service: { listGpus: async () => [] },
      forRun: () => Promise.reject(new Error("no run in a preview")),
      forEnding: () => Promise.reject(new Error("no ending in a preview")),
      ...{ isFinished, log: (line: string) => void lines.push(line) },
    };
    const backend = { ...worldsBackend(worlds), catalog: async () => undefined };
    await jobLifecycle(() => backend).check({}, { ...jobInputs({ mlflow, ...inputs }), __provider: "text" });
    return lines.join("\n");
  };

  it("says that a finished run is taken over", async () => {
    expect(await foretold(async () => true)).toContain("as finished: it is taken over, nothing is trained");
    expect(await foretold(async () => false)).toBe("");
  });

  it("says what could not be asked, and that it is asked again", async () => {
    const away = () => Promise.reject(new Error("the cluster does not answer"));
    const said = "not checked: whether MLflow knows this run as finished";
    expect(await foretold(away)).toContain(`${said} (the cluster does not answer); up asks before it makes a pod`);
    const unknown = { mlflow: { ...mlflow, password: UNKNOWN } };
    expect(await foretold(away, unknown)).toContain(`${said} (its inputs are not all known yet)`);
  });
});
