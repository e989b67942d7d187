import { play } from "./play.ts";
import { type Scenario, scenarios } from "./scenarios.ts";
import { type Strike, strikesAt, strikeText } from "./strikes.ts";
import type { Point } from "./wire.ts";

/** One strike at one call of one scenario. */
export interface Case {
  readonly name: string;
  readonly scenario: Scenario;
  readonly strike: Strike;
  readonly point: Point;
  /** Which call of the plugin, counted from 0. */
  readonly at: number;
}

/** Every strike at every call that the plugin makes where nothing goes wrong. */
export async function allCases(): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const scenario of scenarios) {
    const { points } = (await play(scenario)).wire;
    points.forEach((point, at) => {
      const call = `call ${at + 1} (${point.to === "api" ? "" : `${point.to} `}${point.what}) of ${scenario.name}`;
      for (const strike of strikesAt(point))
        cases.push({
          name: `stays within its promises when ${strikeText(strike)} ${call}`,
          scenario,
          strike,
          point,
          at,
        });
    });
  }
  return cases;
}

/** How many places of each strike a sample holds besides the creates. */
const PLACES = 3;

/** A fixed choice: every strike at a create and at some other calls, in turn; every kind of call is struck. */
export function sampleOf(cases: readonly Case[]): readonly Case[] {
  const chosen = new Set<Case>();
  const byStrike = Map.groupBy(cases, (one) => `${one.point.to} ${strikeText(one.strike)}`);
  let turn = 0;
  for (const group of byStrike.values()) {
    const creates = group.filter((one) => one.point.what === "POST /v2/pods");
    const [first] = creates;
    if (first !== undefined) chosen.add(first);
    const places = [...Map.groupBy(group, (one) => `${one.scenario.name} ${one.point.what}`).values()];
    for (let n = 0; n < PLACES; n++) {
      const place = places[(turn * 7 + n * 5) % places.length] ?? [];
      const one = place[turn % place.length];
      if (one !== undefined) chosen.add(one);
      turn++;
    }
  }
  const calls = Map.groupBy(cases, (one) => `${one.point.to} ${one.point.what}`);
  for (const [first] of calls.values())
    if (first !== undefined && ![...chosen].some((one) => one.point.what === first.point.what)) chosen.add(first);
  return [...chosen];
}
