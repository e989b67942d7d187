import { beforeEach, describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../components/lib/unknown.ts";
import type { JobInputs } from "../../../components/training-job/args.ts";
import type { Backend, Ended } from "../../../components/training-job/backend.ts";
import { runHash } from "../../../components/training-job/hash.ts";
import { jobLifecycle } from "../../../components/training-job/lifecycle.ts";
import type { JobResult, Properties } from "../../../components/training-job/outputs.ts";
import type { JobPlan } from "../../../components/training-job/plan.ts";
import { catalogGpu, catalogOf, jobInputs, jobResult } from "./fixtures.ts";

const a4000 = catalogGpu("NVIDIA RTX A4000", 0.25);

interface Stage {
  /** Calls that reached the outside world. */
  readonly calls: string[];
  readonly ended: JobPlan[];
  readonly plans: JobPlan[];
  catalog: ReturnType<Backend["catalog"]>;
  run: Ended;
  seen: Awaited<ReturnType<Backend["observe"]>> | Error;
}

let stage: Stage;
beforeEach(() => {
  const catalog = Promise.resolve(catalogOf(a4000));
  stage = { calls: [], ended: [], plans: [], catalog, run: { ok: true, result: jobResult() }, seen: "gone" };
});

function lifecycle() {
  return jobLifecycle(() => ({
    catalog: async () => {
      stage.calls.push("catalog");
      return stage.catalog;
    },
    run: async (job) => {
      stage.calls.push(`run ${job.run}`);
      stage.plans.push(job);
      return stage.run;
    },
    observe: async () => {
      stage.calls.push("observe");
      if (stage.seen instanceof Error) throw stage.seen;
      return stage.seen;
    },
    end: async (job) => {
      stage.calls.push("end");
      stage.ended.push(job);
    },
  }));
}

interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly unknown[];
}
interface Read {
  readonly id?: string;
  readonly props?: Properties;
  readonly inputs?: Properties;
}

async function readRun(state: Properties): Promise<Read> {
  return (await lifecycle().read("run1", state)) as Read;
}

const providerText = "exports.handler = ...";
const given = (changes: Partial<JobInputs> = {}): Properties => ({ ...jobInputs(changes), __provider: providerText });

async function checked(changes: Partial<JobInputs> = {}): Promise<Properties> {
  const { inputs } = (await lifecycle().check({}, given(changes))) as { inputs: Properties };
  return inputs;
}

async function created(result: Partial<JobResult> = {}, changes: Partial<JobInputs> = {}): Promise<Properties> {
  stage.run = { ok: true, result: jobResult(result) };
  const { outs } = (await lifecycle().create(await checked(changes))) as { outs: Properties };
  return outs;
}

describe("check", () => {
  it("adds candidates, price, worst case and hash to the inputs", async () => {
    const inputs = await checked();
    expect(inputs["plan"]).toEqual({
      candidates: [
        { gpu: a4000.id, cloud: "SECURE", dataCenter: "EU-RO-1", count: 1, usdPerHour: 0.25, source: "live" },
      ],
      usdPerHour: 0.25,
      worstCaseUsd: 0.421,
      hash: runHash(jobInputs()),
    });
  });

  it("returns the old plan without touching the network when the user changed nothing", async () => {
    const olds = await checked();
    stage.calls.length = 0;
    const again = (await lifecycle().check(olds, given())) as { inputs: Properties };
    expect(again.inputs).toEqual(olds);
    expect(stage.calls).toEqual([]);
  });

  it("asks again when the user changed something", async () => {
    const olds = await checked();
    stage.calls.length = 0;
    await lifecycle().check(olds, given({ maxUsd: 0.7 }));
    expect(stage.calls).toEqual(["catalog"]);
  });

  it("takes the ceiling where nobody can be asked at all", async () => {
    const offline = jobLifecycle(() => {
      throw new Error("the emulated RunPod is not running");
    });
    const { inputs } = (await offline.check({}, given())) as { inputs: { plan: { usdPerHour: number } } };
    expect(inputs.plan.usdPerHour).toBe(0.4);
  });

  it("lists problems as failures of their fields and adds no plan", async () => {
    const { failures, inputs } = (await lifecycle().check({}, given({ maxUsd: -1, attempts: 0 }))) as Checked;
    expect(failures).toEqual([
      { property: "maxUsd", reason: "must be above 0, got -1" },
      { property: "attempts", reason: "must be at least 1, got 0" },
    ]);
    expect(inputs).not.toHaveProperty("plan");
  });

  it("prices a job whose volume, data and image are not known yet", async () => {
    const inputs = await checked({
      volumeId: UNKNOWN,
      volumeDataCenter: UNKNOWN,
      imageTag: UNKNOWN,
      data: UNKNOWN as never,
    });
    expect(inputs["plan"]).toMatchObject({ usdPerHour: 0.25, hash: UNKNOWN });
  });
});

describe("create", () => {
  it("keeps inputs, plan and results under the run's name", async () => {
    const { id, outs } = (await lifecycle().create(await checked())) as { id: string; outs: Properties };
    expect(id).toBe(`yardtest-unit-smoke-${runHash(jobInputs()).slice(0, 8)}`);
    expect(outs).toMatchObject({ status: "succeeded", attempts: 1, maxAttempts: 3, maxUsd: 0.5, billedUsd: 0.02 });
  });

  it("keeps single metrics in the state and leaves curves in the run folder", async () => {
    const curve = Array.from({ length: 5000 }, (_, step) => [step, 1.5]);
    const outs = await created({ metrics: { heldOutLoss: 3.1, trainLoss: curve, phases: { train: 12 } } });
    expect(outs["metrics"]).toEqual({ heldOutLoss: 3.1, phases: { train: 12 } });
    expect(JSON.stringify(outs).length).toBeLessThan(5000);
  });

  it("fails with id, properties and provider text once there was a pod", async () => {
    stage.run = {
      ok: false,
      message: "the command ended with 1",
      result: jobResult({ status: "failed", exitCode: 1 }),
    };
    const failure = lifecycle().create(await checked());
    await expect(failure).rejects.toMatchObject({
      message: "the command ended with 1",
      reasons: ["the command ended with 1"],
      properties: { __provider: providerText, status: "failed", exitCode: 1, hash: runHash(jobInputs()) },
    });
    await expect(failure).rejects.toHaveProperty("id");
  });

  it("fails without an id when nothing was made, so that the state stays empty", async () => {
    stage.run = { ok: false, message: "no capacity", result: undefined };
    await expect(lifecycle().create(await checked())).rejects.not.toHaveProperty("id");
  });

  it("takes today's prices, not those of the preview: a run that is not there already does not start", async () => {
    const inputs = await checked();
    stage.catalog = Promise.resolve(catalogOf(catalogGpu(a4000.id, 0.55)));
    stage.run = { ok: false, message: "no candidate is known", result: undefined };
    await expect(lifecycle().create(inputs)).rejects.toThrow("costs $0.550/h, above $0.400/h");
    expect(stage.plans.at(-1)?.candidates).toEqual([]);
  });

  it("rents by a rule nothing that was not in the plan: no policy has judged it", async () => {
    const l4 = catalogGpu("NVIDIA L4", 0.2);
    const inputs = await checked({ candidates: { minMemoryGb: 16, maxUsdPerHour: 0.4 } });
    stage.catalog = Promise.resolve(catalogOf(l4, a4000));
    await lifecycle().create(inputs);
    expect(stage.plans.at(-1)?.candidates.map(({ gpu }) => gpu)).toEqual([a4000.id]);
    stage.catalog = Promise.resolve(catalogOf(l4));
    stage.run = { ok: false, message: "no candidate is known", result: undefined };
    await expect(lifecycle().create(inputs)).rejects.toThrow("finds only what no policy has judged now: NVIDIA L4");
    expect(stage.plans.at(-1)?.candidates).toEqual([]);
  });

  it("starts nothing by a rule that no catalog answers", async () => {
    stage.catalog = Promise.resolve(undefined);
    const inputs = await checked({ candidates: { minMemoryGb: 16, maxUsdPerHour: 0.4 } });
    stage.run = { ok: false, message: "no candidate is known", result: undefined };
    await expect(lifecycle().create(inputs)).rejects.toThrow("no candidate is known (RunPod's catalog did not answer)");
    expect(stage.plans.at(-1)?.candidates).toEqual([]);
  });
});

describe("update", () => {
  it("takes a finished run over from its record, without the network", async () => {
    const state = await created();
    stage.calls.length = 0;
    const news = { ...given({ maxUsd: 0.9 }), plan: state["plan"] };
    const { outs } = (await lifecycle().update("id", state, news)) as { outs: Properties };
    expect(outs).toMatchObject({ maxUsd: 0.9, status: "succeeded", podId: "pod1" });
    expect(stage.calls).toEqual([]);
  });

  it("looks after lower limits where a pod runs, and takes higher ones into the record", async () => {
    const state = await created({ status: "running" }, { wait: "started" });
    stage.calls.length = 0;
    const news = (maxUsd: number) => ({ ...given({ maxUsd, wait: "started" }), plan: state["plan"] });
    await lifecycle().update("id", state, news(0.9));
    expect(stage.calls).toEqual([]);
    await lifecycle().update("id", state, news(0.3));
    expect(stage.calls).toEqual(["catalog", expect.stringMatching(/^run /)]);
  });

  it("adopts a run although its GPU has become too dear", async () => {
    const state = await created({ status: "running" });
    stage.catalog = Promise.resolve(catalogOf(catalogGpu(a4000.id, 0.55)));
    stage.run = { ok: true, result: jobResult() };
    const news = { ...given(), plan: state["plan"] };
    const { outs } = (await lifecycle().update("id", state, news)) as { outs: Properties };
    expect(outs).toMatchObject({ status: "succeeded" });
  });

  it("goes on with a failed run", async () => {
    const state = await created({ status: "failed" });
    stage.run = { ok: true, result: jobResult({ attempts: 2 }) };
    const { outs } = (await lifecycle().update("id", state, await checked())) as { outs: Properties };
    expect(outs).toMatchObject({ status: "succeeded", attempts: 2 });
  });
});

describe("read", () => {
  it("returns a finished job as it is recorded, without asking anybody", async () => {
    const state = await created();
    stage.calls.length = 0;
    const { props, id } = await readRun(state);
    expect({ props, id }).toEqual({ props: state, id: "run1" });
    expect(stage.calls).toEqual([]);
  });

  it("returns inputs that compare as unchanged", async () => {
    const inputs = await checked();
    const { outs } = (await lifecycle().create(inputs)) as { outs: Properties };
    const read = await readRun(outs);
    expect({ ...read.inputs, __provider: providerText }).toEqual(inputs);
  });

  it("fills in a bill that has landed, and nothing else", async () => {
    const state = await created({ billedUsd: null });
    stage.seen = jobResult({ billedUsd: 0.03, spentUsd: 99 });
    const { props } = await readRun(state);
    expect(props).toEqual({ ...state, billedUsd: 0.03 });
  });

  it("returns a finished job as it is recorded while RunPod is away", async () => {
    const state = await created({ billedUsd: null });
    stage.seen = new Error("away");
    expect((await readRun(state)).props).toEqual(state);
  });

  it("says that an unfinished job without a pod is gone", async () => {
    const state = await created({ status: "running" });
    stage.seen = "gone";
    expect(await readRun(state)).toEqual({});
  });

  it("keeps a job whose pod lives although nothing of it is kept here", async () => {
    const state = await created({ status: "running" });
    stage.seen = "unrecorded";
    expect((await readRun(state)).props).toEqual(state);
  });

  it("changes nothing about a job that runs", async () => {
    const state = await created({ status: "running" });
    stage.seen = jobResult({ status: "running", spentUsd: 0.2 });
    expect((await readRun(state)).props).toEqual(state);
  });

  it("records the end of a job that was left running", async () => {
    const state = await created({ status: "running", exitCode: null });
    stage.seen = jobResult({ status: "succeeded", exitCode: 0 });
    expect((await readRun(state)).props).toMatchObject({ status: "succeeded", exitCode: 0 });
  });
});

describe("delete", () => {
  it("ends the run that the state names, even if today's rules would refuse its inputs", async () => {
    const state = await created();
    await lifecycle().delete("run1", { ...state, maxUsd: -1, hash: "f".repeat(64) });
    expect(stage.ended.map((job) => [job.run, job.hash, job.job])).toEqual([["run1", "f".repeat(64), "smoke"]]);
  });
});
