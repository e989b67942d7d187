import type { Drift, RunDrift } from "../../components/ledger/drift.ts";
import { columns, usdText } from "./table.ts";

const judgements: Readonly<Record<RunDrift["judged"], string>> = {
  yes: "",
  open: "not judged: a pod may run",
  late: "not judged: the bill may grow",
};

export const percentText = (percent: number | null): string =>
  percent === null ? "all of it" : `${percent > 0 ? "+" : ""}${percent.toFixed(1)} %`;

/** What the ledger has beside what RunPod has billed, run by run, and pods that nobody knows. */
export function renderDrift(drift: Drift, countUnknown: boolean): string {
  const { runs, unknownPods } = drift;
  const ofRuns = runs.map((run) => [
    ...[run.run, usdText(run.ledgerUsd), usdText(run.billedUsd), percentText(run.driftPercent)],
    judgements[run.judged],
  ]);
  const table = columns([["run", "ledger", "billed", "drift", ""], ...ofRuns], new Set([1, 2, 3]));
  const strangers = unknownPods.map(
    ({ podId, name, billedUsd }) =>
      `  ${podId}${name === null ? "" : ` (${name}, still there)`}: ${usdText(billedUsd)}`,
  );
  const counted = countUnknown ? "they count" : "not counted: the account is shared";
  return [
    ...(runs.length === 0 ? ["no run of this period had a pod"] : table),
    ...(strangers.length === 0 ? [] : ["", `billed, and no run of the ledger (${counted}):`, ...strangers]),
    "",
    `in all: ledger ${usdText(drift.ledgerUsd)}, billed ${usdText(drift.billedUsd)}, drift ${percentText(drift.driftPercent)}`,
  ].join("\n");
}
