import { describe, expect, it } from "vitest";
import { chargeOf } from "../../../components/ledger/entry.ts";
import { microUsd } from "../../../components/ledger/money.ts";
import { planReport, planReservation, SILENCE_MS } from "../../../components/ledger/plan.ts";
import { entry, NOW, report, wish } from "./fixtures.ts";

const LIMIT = microUsd(10);
const other = (usd: number, change = {}) => entry({ run: "shop-prod-b-00000002", usd, ...change });

describe("a reservation", () => {
  it("takes the worst case of a run that fits, to the last cent", () => {
    const made = planReservation(wish({ usd: 4 }), LIMIT, [other(6)], NOW);
    expect(made).toMatchObject({ verdict: "held", committedMicroUsd: LIMIT });
  });

  it("refuses a run that does not fit, and says what is left", () => {
    const made = planReservation(wish({ usd: 4.01 }), LIMIT, [other(6)], NOW);
    expect(made).toEqual({
      verdict: "refused",
      limitMicroUsd: LIMIT,
      committedMicroUsd: microUsd(6),
      wantedMicroUsd: microUsd(4.01),
    });
  });

  it("of a killed controller is found again by the run's name and counted once", () => {
    const made = planReservation(wish(), LIMIT, [entry(), other(4)], NOW);
    expect(made).toMatchObject({ verdict: "held", committedMicroUsd: LIMIT, crossedPercent: undefined });
    expect(made.verdict === "held" && made.entry.reservedAtMs).toBe(NOW - 60_000);
  });

  it("that is held already stays held, also when the limit was lowered below it", () => {
    expect(planReservation(wish(), microUsd(1), [entry()], NOW).verdict).toBe("held");
  });

  it("is raised where a further attempt needs more, and refused where the difference does not fit", () => {
    expect(planReservation(wish({ usd: 7 }), LIMIT, [entry(), other(3)], NOW)).toMatchObject({
      verdict: "held",
      committedMicroUsd: LIMIT,
    });
    expect(planReservation(wish({ usd: 7.5 }), LIMIT, [entry(), other(3)], NOW).verdict).toBe("refused");
  });

  it("of a run that somebody else holds is refused while that one is heard of, and taken over after", () => {
    const held = entry({ holder: "there", seenAtMs: NOW - SILENCE_MS + 1 });
    expect(planReservation(wish(), LIMIT, [held], NOW)).toMatchObject({ verdict: "elsewhere", holder: "there" });
    const silent = entry({ holder: "there", seenAtMs: NOW - SILENCE_MS });
    const made = planReservation(wish(), LIMIT, [silent], NOW);
    expect(made).toMatchObject({ verdict: "held", committedMicroUsd: microUsd(6), entry: { holder: "here" } });
  });

  it.each([
    [4.99, undefined],
    [5, 50],
    [7.99, 50],
    [8, 80],
    [10, 80],
  ])("that brings the budget to %s of 10 warns of %s percent", (usd, percent) => {
    expect(planReservation(wish({ usd }), LIMIT, [], NOW)).toMatchObject({ crossedPercent: percent });
  });

  it("warns of a share once, not again for each run above it", () => {
    expect(planReservation(wish({ usd: 1 }), LIMIT, [other(6)], NOW)).toMatchObject({ crossedPercent: undefined });
    expect(planReservation(wish({ usd: 2 }), LIMIT, [other(6)], NOW)).toMatchObject({ crossedPercent: 80 });
  });

  it("asks a settled run anew: what it spent before counts, and what it may cost on top has to fit", () => {
    const before = entry({ state: "settled", spentMicroUsd: microUsd(5) });
    expect(planReservation(wish({ usd: 11 }), LIMIT, [before], NOW)).toMatchObject({
      verdict: "refused",
      committedMicroUsd: microUsd(5),
    });
    expect(planReservation(wish({ usd: 10 }), LIMIT, [before], NOW)).toMatchObject({ verdict: "held" });
  });

  it("in a new period carries nothing of what the run cost before, and closes the entry it had", () => {
    const before = entry({ period: "2026-10", spentMicroUsd: microUsd(2) });
    const made = planReservation(wish({ usd: 9 }), LIMIT, [before], NOW);
    if (made.verdict !== "held") throw new Error(made.verdict);
    expect([chargeOf(made.entry), made.closed.map(chargeOf)]).toEqual([microUsd(7), [microUsd(2)]]);
  });
});

describe("a report", () => {
  it("of a run that goes on counts its worst case until it has spent more", () => {
    const told = planReport(entry(), report({ open: true, spentUsd: 2 }), NOW);
    expect([told.state, chargeOf(told), told.seenAtMs]).toEqual(["held", microUsd(6), NOW]);
    expect(chargeOf(planReport(entry(), report({ open: true, spentUsd: 6.2 }), NOW))).toBe(microUsd(6.2));
  });

  it("of an end gives back what was not spent, then counts the bill", () => {
    const over = planReport(entry(), report({ spentUsd: 2 }), NOW);
    expect([over.state, chargeOf(over)]).toEqual(["settled", microUsd(2)]);
    expect(chargeOf(planReport(over, report({ spentUsd: 2, billedUsd: 1.9 }), NOW))).toBe(microUsd(1.9));
  });

  it("of a bill of some of its pods leaves that of all", () => {
    const whole = { spentUsd: 3, billedUsd: 2.9, podIds: ["p1", "p2"] };
    const over = planReport(entry(), report(whole), NOW);
    expect(chargeOf(planReport(over, report({ spentUsd: 1, billedUsd: 0.9, podIds: ["p1"] }), NOW))).toBe(
      microUsd(2.9),
    );
  });

  it("of an end without a pod gives all of it back", () => {
    const told = planReport(entry(), report({ spentUsd: 0, podIds: [], gpus: [] }), NOW);
    expect([told.state, chargeOf(told)]).toEqual(["released", 0]);
  });

  it("counts what a create cost whose pod nobody saw", () => {
    const told = planReport(entry(), report({ spentUsd: 0.3, podIds: [] }), NOW);
    expect([told.state, chargeOf(told)]).toEqual(["settled", microUsd(0.3)]);
  });

  it("told twice changes nothing, and a late one of a running pod does not open what is over", () => {
    const over = planReport(entry(), report({ spentUsd: 2, billedUsd: 1.9 }), NOW);
    expect(planReport(over, report({ spentUsd: 2, billedUsd: 1.9 }), NOW)).toEqual(over);
    const late = planReport(over, report({ open: true, spentUsd: 1 }), NOW);
    expect([late.state, chargeOf(late)]).toEqual(["settled", microUsd(1.9)]);
  });

  it("of a pod that nobody knew of opens the run again, at its worst case", () => {
    const released = planReport(entry(), report({ spentUsd: 0, podIds: [], gpus: [] }), NOW);
    const told = planReport(released, report({ open: true, spentUsd: 0.1, podIds: ["p2"] }), NOW);
    expect([told.state, chargeOf(told)]).toEqual(["held", microUsd(6)]);
  });

  it("of who lost the run to another holder does not end it", () => {
    const told = planReport(entry({ holder: "there" }), report({ spentUsd: 1 }), NOW);
    expect([told.state, told.holder, chargeOf(told)]).toEqual(["held", "there", microUsd(6)]);
  });
});
