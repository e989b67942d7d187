import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KnownSteps, metricName, newPoints } from "../../../components/tracking/points.ts";

const at = (second: number) => new Date(Date.UTC(2026, 10, 1, 0, 0, second)).toISOString();
const beat = (second: number, progress: object | null, kind = "heartbeat") =>
  `${at(second)} TRAINYARD ${JSON.stringify({ kind, seq: 1, ts: at(second), uptimeSeconds: 1, phase: "run", progress })}`;
const told = (text: string, known = new KnownSteps()) =>
  newPoints([{ attempt: 1, text }], known).map(({ key, step, value }) => `${key} ${step} ${value}`);

describe("the points of a log", () => {
  it("are one for each number of a heartbeat, at its step and time", () => {
    const progress = { step: 5, totalSteps: 9, loss: 2.5, tokensPerSecond: 80, learningRate: 0.1, phase: "train" };
    const [attempt, ...points] = newPoints([{ attempt: 3, text: beat(7, progress) }], new KnownSteps());
    const place = { timestamp: Date.parse(at(7)), step: 5 };
    expect(attempt).toEqual({ key: "attempt", value: 3, ...place });
    expect(points).toEqual([
      { key: "loss", value: 2.5, ...place },
      { key: "tokens_per_second", value: 80, ...place },
      { key: "learning_rate", value: 0.1, ...place },
    ]);
  });

  it("are the first where a step shows in several heartbeats", () => {
    const log = [beat(1, { step: 1, loss: 3 }), beat(2, { step: 1, loss: 9 }), beat(3, { step: 2, loss: 2 })].join(
      "\n",
    );
    expect(told(log)).toEqual(["attempt 1 1", "loss 1 3", "loss 2 2"]);
  });

  it("are none for a step that a later attempt does again, and say where that attempt goes on", () => {
    const logs = [
      { attempt: 2, text: [beat(9, { step: 2, loss: 8 }), beat(10, { step: 4, loss: 1 })].join("\n") },
      { attempt: 1, text: [beat(1, { step: 1, loss: 4 }), beat(2, { step: 2, loss: 3 })].join("\n") },
    ];
    const points = newPoints(logs, new KnownSteps()).map(({ key, step, value }) => `${key} ${step} ${value}`);
    expect(points).toEqual(["attempt 1 1", "loss 1 4", "loss 2 3", "attempt 2 2", "loss 4 1"]);
  });

  it.each([
    ["a command that speaks like the supervisor", `${at(1)}  ${beat(1, { step: 1, loss: 1 }).slice(25)}`],
    ["a line of the command that holds one", `${at(1)} see ${beat(1, { step: 1, loss: 1 }).slice(25)}`],
    ["another kind of line", beat(1, { step: 1, loss: 1 }, "status")],
    ["a heartbeat without progress", beat(1, null)],
    ["a heartbeat without a step", beat(1, { loss: 1 })],
    ["half a line", beat(1, { step: 1, loss: 1 }).slice(0, 60)],
    ["a number that is none", beat(1, { step: 1, loss: null, note: "1" })],
  ])("are none for %s", (_what, text) => {
    expect(told(text)).toEqual([]);
  });

  it("are told once, however the log grows between two looks", () => {
    const heartbeats = fc.array(
      fc.record({ step: fc.nat(30), loss: fc.float({ noNaN: true, noDefaultInfinity: true }) }),
    );
    const property = fc.property(heartbeats, fc.array(fc.nat(40)), (beats, cuts) => {
      const lines = beats.map((progress, second) => beat(second, progress));
      const known = new KnownSteps();
      const pieces: string[] = [];
      for (const cut of [...cuts.sort((a, b) => a - b), lines.length]) {
        const points = newPoints([{ attempt: 1, text: lines.slice(0, cut).join("\n") }], known);
        known.add(points);
        pieces.push(...points.map((point) => JSON.stringify(point)));
      }
      const whole = newPoints([{ attempt: 1, text: lines.join("\n") }], new KnownSteps());
      expect(pieces).toEqual(whole.map((point) => JSON.stringify(point)));
    });
    fc.assert(property, { seed: 20_261_125, numRuns: 300 });
  });

  it.each([
    ["tokensPerSecond", "tokens_per_second"],
    ["heldOutLoss", "held_out_loss"],
    ["a:b'c", "a_b_c"],
  ])("call %s %s", (name, expected) => {
    expect(metricName(name)).toBe(expected);
  });
});
