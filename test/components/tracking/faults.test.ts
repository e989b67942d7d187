import { describe, expect, it } from "vitest";
import { type MlflowStrike, playRecorded, wrongRecord } from "../../support/recorded-bed.ts";

const strikes: readonly MlflowStrike[] = [
  { kind: "drop", phase: "before" },
  { kind: "drop", phase: "after" },
  { kind: "status", status: 503, phase: "after" },
  { kind: "slow", seconds: 50 },
  { kind: "kill", phase: "before" },
  { kind: "kill", phase: "after" },
];
const full = process.env["TRAINYARD_FULL"] === "1";

describe("a strike at a request to MLflow", () => {
  it("leaves an undisturbed run whole: what the others are measured by", async () => {
    const played = await playRecorded();
    expect(wrongRecord(played)).toEqual([]);
    expect(played.mlflow.requests.length).toBeGreaterThan(15);
  });

  it.each(strikes)(
    "neither fails the run nor leaves its record wrong: $kind $phase",
    { timeout: 300_000 },
    async (strike) => {
      const { requests } = (await playRecorded()).mlflow;
      const points = requests.map((what, at) => ({ what, at }));
      // Each kind of request once, and every one of them in a full run.
      const chosen = full ? points : points.filter(({ what, at }) => requests.indexOf(what) === at);
      const wrong: string[] = [];
      for (const { what, at } of chosen)
        for (const problem of wrongRecord(await playRecorded(strike, at))) wrong.push(`${at} ${what}: ${problem}`);
      expect(chosen.length).toBeGreaterThan(10);
      expect(wrong).toEqual([]);
    },
  );
});
