import type { Events } from "./engine-events.ts";
import type { Prices } from "../../components/lib/cost/prices.ts";
import { isLater, judgedLater } from "./later.ts";
import { changesOf } from "./money.ts";
import { renderMoney } from "./render-money.ts";

const SIGNS: Readonly<Record<string, string>> = {
  create: "+",
  update: "~",
  delete: "-",
  "create-replacement": "+-",
  "delete-replaced": "-+",
  same: "=",
};

/** Steps that a person counts; the two halves of a replacement are one. */
const HIDDEN = new Set(["same", "replace", "delete-replaced", "read", "refresh"]);

/** True when the update would touch nothing. */
export function changesNothing(events: Events): boolean {
  return Object.entries(events.changes).every(([op, count]) => op === "same" || count === 0);
}

/** What the update would do and cost, at the prices of its environment, and what those who were asked about it said. */
export function renderPlan(events: Events, prices: Prices): string {
  const lines = events.steps
    .filter((step) => !HIDDEN.has(step.op) && !step.type.startsWith("pulumi:"))
    .map((step) => {
      const kind = step.type.split(":").at(-1) ?? step.type;
      const why = step.diffs.length > 0 ? `: ${step.diffs.join(", ")} changed` : "";
      return `  ${(SIGNS[step.op] ?? step.op).padEnd(3)}${kind} ${step.name}${why}`;
    });
  const money = renderMoney(changesOf(events.steps), prices);
  const said = events.said.length === 0 ? [] : ["said meanwhile:", ...events.said.map((line) => `  ${line}`)];
  return [...(lines.length === 0 ? ["nothing changes"] : ["planned changes:", ...lines]), ...money, ...said].join("\n");
}

/** Violations, one paragraph each, and what only the update can judge, in one; empty where there are none. */
export function renderViolations(events: Pick<Events, "violations">): string {
  const verdicts = events.violations.filter((violation) => !isLater(violation));
  const shown = verdicts.map(
    ({ level, pack, rule, resource, message }) =>
      `${level}: ${pack}/${rule} on ${resource}\n  ${message.replaceAll("\n", "\n  ")}`,
  );
  const later = judgedLater(events);
  const [rules, resources] = [unique(later.map(({ rule }) => rule)), unique(later.map(({ resource }) => resource))];
  const text = `not known before the update, which judges it before it makes the resource: ${rules.join(", ")} on ${resources.join(", ")}`;
  return [...shown, ...(later.length > 0 ? [text] : [])].join("\n");
}

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();
