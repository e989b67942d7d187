import type { Entry } from "../../components/ledger/entry.ts";
import { usdOf } from "../../components/ledger/money.ts";
import { readMetrics } from "../report/metrics.ts";
import type { RunRecord } from "../runs/records.ts";

/** What one run cost, and how long it was paid and used. */
export interface CostRow {
  /** `<project>-<stack>-<job>-<hash8>` */
  readonly run: string;
  readonly job: string;
  /** The recipe's name, else the job's. */
  readonly model: string;
  readonly status: string;
  readonly gpus: readonly string[];
  readonly spentUsd: number;
  /** null while any part of the bill is pending. */
  readonly billedUsd: number | null;
  /** For which its pods existed. */
  readonly paidSeconds: number;
  /** For which its command ran. */
  readonly usedSeconds: number;
}

/** What counts as the cost of a run: the bill, or our own sum until it is in. */
export const costUsd = ({ spentUsd, billedUsd }: Pick<CostRow, "spentUsd" | "billedUsd">): number =>
  billedUsd ?? spentUsd;

/** From the ledger: the runs of all machines. */
export function rowsOfEntries(entries: readonly Entry[]): readonly CostRow[] {
  return entries
    .filter((entry) => entry.podIds.length > 0 || entry.spentMicroUsd > 0)
    .map(({ run, job, model, state, gpus, paidSeconds, usedSeconds, ...money }) => ({
      ...{ run, job, model, status: state, gpus: [...new Set(gpus)], paidSeconds, usedSeconds },
      spentUsd: usdOf(money.spentMicroUsd),
      billedUsd: money.billedMicroUsd === null ? null : usdOf(money.billedMicroUsd),
    }));
}

/** From run folders: the runs of this machine, each with all its attempts. */
export function rowsOfRuns(records: readonly RunRecord[], nowMs: number, modelOf = modelIn): readonly CostRow[] {
  const runs = Map.groupBy(
    records.filter((record) => record.podIds.length > 0 || record.spentUsd > 0),
    (record) => record.run,
  );
  return [...runs].map(([run, attempts]): CostRow => {
    const last = attempts.at(-1);
    const bills = attempts.map((attempt) => attempt.billedUsd);
    return {
      ...{ run, job: last?.job ?? run, status: last?.status ?? "unknown" },
      model: attempts.map(modelOf).find((model) => model !== undefined) ?? last?.job ?? run,
      gpus: [...new Set(attempts.flatMap((attempt) => attempt.gpu ?? []))],
      spentUsd: sum(attempts.map((attempt) => attempt.spentUsd)),
      billedUsd: bills.includes(null) ? null : sum(bills.map((usd) => usd ?? 0)),
      paidSeconds: sum(attempts.map((one) => seconds(one.createdAt, goneAt(one), nowMs))),
      // nobody saw the end of a command whose host was lost
      usedSeconds: sum(attempts.map((one) => seconds(one.startedAt, one.finishedAt ?? goneAt(one), nowMs))),
    };
  });
}

const modelIn = (record: RunRecord): string | undefined => readMetrics(record.artifactsPath)?.recipe;

const goneAt = ({ terminatedAt, provedGoneAt }: RunRecord): string | null => terminatedAt ?? provedGoneAt;

function seconds(from: string | null, to: string | null, nowMs: number): number {
  return from === null ? 0 : Math.max(0, ((to === null ? nowMs : Date.parse(to)) - Date.parse(from)) / 1000);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
