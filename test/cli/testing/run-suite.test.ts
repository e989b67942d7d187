import { expect, it } from "vitest";
import { Output } from "../../../cli/output.ts";
import { runSuite } from "../../../cli/testing/run-suite.ts";
import { type Stage, type Step, type Tally, wholeRun } from "../../../cli/testing/step.ts";

const run = { env: {}, root: "/nowhere", part: wholeRun, scratch: "/nowhere" };
const good: Tally = { passed: 1, failed: 0, skipped: [] };
const step = (name: string, act: Step["run"]): Step => ({ name, parts: "whole", run: act });

async function ran(stages: readonly Stage[], interrupted = new AbortController().signal) {
  const written: string[] = [];
  const sink = { write: (text: string) => written.push(text) };
  const out = new Output({ stdout: sink, stderr: { write: () => true }, env: {} });
  return { written, result: await runSuite(stages, run, { out, skipsFail: true, interrupted }) };
}

it("runs the lanes of a stage side by side, and the next stage after all of them", async () => {
  const order: string[] = [];
  const met = [Promise.withResolvers<null>(), Promise.withResolvers<null>()];
  const meets = (own: number, other: number) => async () => {
    met[own]?.resolve(null);
    await met[other]?.promise; // never, if the other lane had to wait for this one
    order.push("met");
    return good;
  };
  const after = step("after", async () => (order.push("after"), good));
  const { result } = await ran([[[step("a", meets(0, 1))], [step("b", meets(1, 0))]], [[after]]]);
  expect(order).toEqual(["met", "met", "after"]);
  expect(result).toMatchObject({ passed: 3, failed: 0 });
});

it("begins a step when those of other lanes have ended that it comes after, but for those of another part", async () => {
  const order: string[] = [];
  const told = (name: string, after: readonly Step[] = []): Step => ({
    ...step(name, async () => (await Promise.resolve(), order.push(name), good)),
    after,
  });
  const slow = told("slow");
  const lanes = [
    [told("quick", [told("of another part")]), told("next", [slow])],
    [told("first"), slow],
  ];
  await ran([lanes]);
  expect([...order].sort()).toEqual(["first", "next", "quick", "slow"]);
  expect(order.indexOf("next")).toBeGreaterThan(order.indexOf("slow"));
});

it("counts a step that throws as one failure, says why above its result, and goes on", async () => {
  const broken = step("broken", async ({ show }) => {
    show("a line of it");
    throw new Error("it fell over");
  });
  const { written, result } = await ran([[[broken, step("next", async () => good)]]]);
  expect(result).toMatchObject({ passed: 1, failed: 1 });
  const text = written.join("");
  expect(text).toMatch(/a line of it\n.*it fell over\n.*FAIL.*broken: 0 passed, 1 failed/);
  expect(text).toMatch(/ok .*next: 1 passed, 0 failed/);
});

it("counts a skipped test as failed where skips fail", async () => {
  const { written, result } = await ran([[[step("half", async () => ({ ...good, skipped: ["the other half"] }))]]]);
  expect(result).toMatchObject({ passed: 1, failed: 1 });
  expect(written.join("")).toContain("SKIPPED the other half");
});

it("begins no further step after an interruption", async () => {
  const controller = new AbortController();
  const first = step("first", async () => (controller.abort(), good));
  const { result } = await ran([[[first, step("second", async () => good)]]], controller.signal);
  expect(result.steps.map(({ name }) => name)).toEqual(["first"]);
});
