import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { withExample } from "../program.ts";
import { listRuns } from "../runs/records.ts";
import { ledgerFailure, openLedger } from "../stack/ledger.ts";
import { type BudgetStanding, renderStanding, standingOf } from "./budget-line.ts";
import { drawCostReport } from "./picture.ts";
import { type CostRow, rowsOfEntries, rowsOfRuns } from "./rows.ts";
import { summarize } from "./summary.ts";
import { renderCostReport } from "./table.ts";

interface ReportOptions {
  readonly png?: string;
  readonly at?: string;
  readonly here?: true;
}

/** `./yard cost report`: per run, per model, and what was paid without being used. */
export function registerReport(cost: Command, context: Context): void {
  const command = cost
    .command("report")
    .description("cost, paid, used and idle time of each run and model; of the budget's period where the stack has one")
    .option("--png <file>", "draw it into this file too")
    .option("--at <date>", "the budget's period that this day lies in, as 2026-11-26 (default: today)")
    .option("--here", "runs kept on this machine, of any time, also where the stack has a ledger");
  withExample(
    command,
    "./yard cost report --png costs.png",
    "./yard cost report -s prod --at 2026-10-01 --json",
  ).action(async (options: ReportOptions) => {
    const { stack } = context.options();
    const { rows, from, budget } = await gather(context, options);
    const summary = summarize(rows);
    context.out.text(renderCostReport(summary, from));
    if (budget !== null) context.out.text(`\n${renderStanding(budget)}`);
    const png = options.png === undefined ? null : resolve(options.png);
    if (png !== null) {
      await save(png, await drawCostReport(summary, `Costs of stack ${stack}, from ${from}`));
      context.out.text(`\npicture in ${png}`);
    }
    context.out.document({ stack, from, budget, ...summary, png });
  });
}

async function save(file: string, picture: Buffer): Promise<void> {
  try {
    await writeFile(file, picture);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure({
      what: "the picture cannot be written",
      on: file,
      why,
      todo: "name a file in a folder that is there",
    });
  }
}

/** Where the numbers are from, and how the budget stands; null without one. */
interface Gathered {
  readonly rows: readonly CostRow[];
  readonly from: string;
  readonly budget: BudgetStanding | null;
}

async function gather(context: Context, options: ReportOptions): Promise<Gathered> {
  const { stack } = context.options();
  const atMs = options.at === undefined ? undefined : dayOf(options.at);
  const ledger = options.here === true ? undefined : await openLedger(context);
  if (ledger === undefined && atMs !== undefined) throw noPeriod(stack);
  if (ledger === undefined)
    return {
      rows: rowsOfRuns(listRuns(context.home, { stack }).runs, Date.now()),
      from: "the runs kept on this machine",
      budget: null,
    };
  const { environment, team, limitMicroUsd } = ledger.budget;
  const { period, entries } = await ledger.store.read(ledger.budget, atMs).catch((error: unknown) => {
    throw ledgerFailure(stack, error);
  });
  return {
    rows: rowsOfEntries(entries),
    from: `the ledger of team "${team}" in ${environment}, ${period}`,
    budget: standingOf(entries, limitMicroUsd),
  };
}

function noPeriod(stack: string): Failure {
  return new Failure(
    {
      what: "runs kept on this machine have no periods",
      on: `stack ${stack}, --at`,
      why: "only a budget has them, and none is asked: these are the runs of any time",
      todo: "leave --at out, or --here where the stack has a trainyard:budget",
    },
    exitCodes.usage,
  );
}

/** Epoch milliseconds of a day, as people write it. Throws Failure for anything else. */
export function dayOf(text: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // 31 November would be taken for 1 December
  if (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)) return ms;
  const what = {
    what: "that is no day",
    on: `--at ${text}`,
    why: "a day is written as 2026-11-26",
    todo: "write it so",
  };
  throw new Failure(what, exitCodes.usage);
}
