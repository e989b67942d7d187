import { expect, it } from "vitest";
import { advance, duration, emptyView, renderEvent, renderView } from "../../../cli/progress/view.ts";

it("shows phase, step, loss, speed and money of an attempt on one line", () => {
  const events = [
    { ts: "t", kind: "phase", phase: "run", message: "the pod trains" },
    { ts: "t", kind: "progress", step: 50, totalSteps: 100, loss: 4.25, tokensPerSecond: 1234.6, phase: "train" },
    { ts: "t", kind: "money", elapsedSeconds: 65, usdPerHour: 0.25, spentUsd: 0.0045, capUsd: 0.5 },
  ] as const;
  const view = events.reduce((sofar, event) => advance(sofar, event), emptyView("j/dev-aaaaaaaa-a1"));
  expect(renderView(view)).toBe(
    "j/dev-aaaaaaaa-a1  run/train  [##########----------] step 50/100  loss 4.250  1235 tokens/s  1 min 05 s  $0.0045 of at most $0.5000",
  );
});

it("shows the message of a phase that has no steps", () => {
  const view = advance(emptyView("j"), { ts: "t", kind: "phase", phase: "provision", message: "waiting for the pod" });
  expect(renderView(view)).toBe("j  provision  waiting for the pod");
});

it("says what a refused candidate was and why", () => {
  const event = {
    ts: "t",
    kind: "candidate",
    gpu: "NVIDIA L4",
    cloud: "SECURE",
    usdPerHour: 0.4,
    result: "no capacity",
  } as const;
  expect(renderEvent("j", event)).toBe("j: NVIDIA L4 · SECURE · any data center at $0.4/h: no capacity");
});

it.each([
  [4, "4 s"],
  [185, "3 min 05 s"],
  [7440, "2 h 04 min"],
])("says %d seconds as %s", (seconds, said) => {
  expect(duration(seconds)).toBe(said);
});
