import { describe, expect, it } from "vitest";
import { allCases, sampleOf } from "../../support/fault-matrix/cases.ts";
import { play } from "../../support/fault-matrix/play.ts";
import { broken } from "../../support/fault-matrix/promises.ts";
import { scenarios } from "../../support/fault-matrix/scenarios.ts";
import { apiStrikes, createStrikes, kills, strikeText } from "../../support/fault-matrix/strikes.ts";

const cases = await allCases();
const sample = sampleOf(cases);
const isFull = process.env["TRAINYARD_FULL"] === "1";

describe("the provider, over every fault at every call that it makes", () => {
  it("ends each scenario as it should where nothing goes wrong", async () => {
    const ends: Record<string, string[]> = {};
    for (const scenario of scenarios) ends[scenario.name] = (await play(scenario)).tries.map((one) => one.end);
    expect(ends).toEqual({
      "a run on a volume": ["created", "done", "nothing", "done"],
      "a run without a volume": ["created", "done", "nothing", "done"],
      "a run whose first attempt fails": ["failed", "updated", "done", "nothing", "done"],
      "a run that its cap ends": ["failed", "failed", "failed", "failed", "done"],
      "a started run": ["created", "done", "done"],
      "a run that ends unwatched": ["failed", "done", "done", "updated", "done"],
    });
  });

  it("samples every kind of fault and of call", () => {
    const strikes = new Set(sample.map((one) => strikeText(one.strike)));
    expect([...strikes]).toEqual(expect.arrayContaining([...apiStrikes, ...createStrikes, ...kills].map(strikeText)));
    const calls = new Set(cases.map((one) => one.point.what));
    expect(new Set(sample.map((one) => one.point.what))).toEqual(calls);
    expect(sample.length).toBeGreaterThanOrEqual(60);
  });

  for (const one of isFull ? cases : sample) {
    it(one.name, async () => {
      const played = await play(one.scenario, one.strike, one.at);
      const told = () => [...played.tries.map((t) => `${t.step} ${t.end} ${t.message ?? ""}`), ...played.yard.lines];
      const wrong = broken(one, played);
      expect(wrong, wrong.length === 0 ? "" : told().slice(-80).join("\n")).toEqual([]);
    });
  }
});
