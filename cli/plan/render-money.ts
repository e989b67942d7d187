import { type Confidence, costOf, type Figure } from "../../components/lib/cost/figure.ts";
import type { Prices } from "../../components/lib/cost/prices.ts";
import { type Change, totalOf } from "../../components/lib/cost/total.ts";
import { formatUsd } from "../../components/lib/cost/spend.ts";

/** How sure a figure is, in words. */
const sure: Readonly<Record<Confidence, string>> = {
  live: "live price",
  file: "list price",
  ceiling: "ceiling, no live price",
  unknown: "not known",
};

/** What an update costs, for a person: what it starts, what stands, what that comes to, and what is not in it. */
export function renderMoney(changes: readonly Change[], prices: Prices): readonly string[] {
  const priced = changes.flatMap((change) => {
    const { type, name, after } = change;
    const cost = after === undefined ? undefined : costOf({ type, name, inputs: after }, prices);
    return cost?.kind === "stands" || (cost?.kind === "runs" && change.starts) ? [{ ...change, figure: cost }] : [];
  });
  const total = totalOf(changes, prices);
  if (priced.length === 0 && total.beforeUsdPerMonth === 0 && total.unknown.length === 0) return [];
  const [listed, free] = [priced.filter(costs), priced.filter((one) => !costs(one))];
  const change = `${total.changeUsdPerMonth < 0 ? "-" : "+"}${monthly(Math.abs(total.changeUsdPerMonth))}`;
  return [
    "cost:",
    ...listed.map(
      ({ name, figure, kept }) => `  ${name}: ${textOf(figure)}${kept === true ? ", kept when it goes" : ""}`,
    ),
    ...(free.length === 0 ? [] : [`  ${countKinds(free)} at no cost (${prices.source}, ${prices.date})`]),
    `  an hour while its runs go on: ${formatUsd(total.runningUsdPerHour)}`,
    `  a month for what stands: ${monthly(total.standingUsdPerMonth)} (${change} by this update)`,
    `  this update at most: ${formatUsd(total.worstCaseUsd)}, besides what stands`,
    ...total.unknown.map(({ type, name, why }) => `  not known: ${type.split(":").at(-1) ?? type} ${name}: ${why}`),
    ...(total.unknown.length === 0 ? [] : ["  with something not known, these sums are the least that it costs"]),
    `  not counted: ${total.notCounted.join(", ")}`,
  ];
}

/** A sum of a month: whole cents, since nobody is billed by the hour for it. */
const monthly = (usd: number): string => `$${usd.toFixed(2)}`;

const costs = ({ figure }: { readonly figure: Figure }): boolean => figure.usdPerHour > 0 || figure.worstCaseUsd > 0;

function textOf({ kind, usdPerHour, usdPerMonth, worstCaseUsd, confidence }: Figure): string {
  if (kind === "stands") return `${monthly(usdPerMonth)} a month while it exists (${sure[confidence]})`;
  return `${formatUsd(usdPerHour)} an hour while it runs (${sure[confidence]}), at most ${formatUsd(worstCaseUsd)}`;
}

/** `1 Deployment, 3 PersistentVolumeClaims`. */
function countKinds(changes: readonly Change[]): string {
  const counts = new Map<string, number>();
  for (const { type } of changes) {
    const kind = type.split(":").at(-1) ?? type;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${count} ${kind}${count === 1 ? "" : "s"}`).join(", ");
}
