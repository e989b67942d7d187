import { type Command, InvalidArgumentError } from "commander";
import { LedgerError } from "../../components/ledger/failures.ts";
import { reconcile, type ReconcileOptions } from "../../components/ledger/reconcile.ts";
import { RunpodError } from "../../components/runpod/failures.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { withExample } from "../program.ts";
import { openAccount } from "../stack/account.ts";
import { ledgerFailure, openLedger } from "../stack/ledger.ts";
import { ensureToolchain } from "../toolchain/index.ts";
import { percentText, renderDrift } from "./render-drift.ts";
import { dayOf } from "./report-command.ts";

const TOLERANCE_PERCENT = 5;

interface Options {
  readonly tolerancePercent: number;
  readonly at?: string;
  readonly sharedAccount?: true;
}

/** `./yard cost reconcile`: the ledger against RunPod's bill. Exit code 1 where they differ by more than is tolerated. */
export function registerReconcile(cost: Command, context: Context): void {
  const command = cost
    .command("reconcile")
    .description(
      "compare the budget's ledger with RunPod's bill, and have it take the bill; 1 where they differ too much",
    )
    .option("--tolerance-percent <number>", "largest difference that is no failure", percentOf, TOLERANCE_PERCENT)
    .option("--at <date>", "the budget's period that this day lies in, as 2026-11-26 (default: today)")
    .option("--shared-account", "others use the account too: pods that the ledger does not know do not count");
  withExample(
    command,
    "./yard cost reconcile -s prod",
    "./yard cost reconcile -s prod --at 2026-10-01 --tolerance-percent 2 --json",
  ).action(async (options: Options) => {
    const { stack } = context.options();
    const toolchain = await ensureToolchain(context, (line) => context.out.progress(line));
    const ledger = await openLedger(context);
    if (ledger === undefined) throw noBudget(stack);
    const { service } = await openAccount(context, toolchain);
    const countUnknown = options.sharedAccount !== true;
    const atMs = options.at === undefined ? undefined : dayOf(options.at);
    const result = await compared(stack, { ...ledger, service, atMs, countUnknown });
    const { environment, team } = ledger.budget;
    context.out.text(`budget of team "${team}" in ${environment}, ${result.period}\n`);
    context.out.text(renderDrift(result, countUnknown));
    for (const change of result.changes) context.out.text(`ledger: ${change}`);
    const { tolerancePercent } = options;
    const { driftPercent } = result;
    const within = driftPercent !== null && Math.abs(driftPercent) <= tolerancePercent;
    context.out.document({ stack, environment, team, tolerancePercent, within, ...result });
    if (!within) throw tooMuch(stack, result.period, driftPercent, tolerancePercent);
  });
}

async function compared(stack: string, options: ReconcileOptions) {
  try {
    return await reconcile(options);
  } catch (error) {
    if (error instanceof LedgerError) throw ledgerFailure(stack, error);
    if (!(error instanceof RunpodError)) throw error;
    const todo = "run it again when RunPod answers; what was told to the ledger stays told";
    throw new Failure({ what: "RunPod's bill cannot be read", on: `stack ${stack}`, why: error.message, todo });
  }
}

function percentOf(text: string): number {
  const percent = Number(text);
  if (text.trim() !== "" && percent >= 0) return percent;
  throw new InvalidArgumentError("must be a number of percent, 0 or more.");
}

function noBudget(stack: string): Failure {
  return new Failure({
    what: "there is no ledger to compare the bill with",
    on: `stack ${stack}`,
    why: "its configuration has no trainyard:budget",
    todo: "give it one (docs/budgets.md); ./yard cost shows the bills of this machine's runs without it",
  });
}

function tooMuch(stack: string, period: string, percent: number | null, tolerance: number): Failure {
  return new Failure({
    what: "the bill and the ledger differ by more than is tolerated",
    on: `stack ${stack}, ${period}`,
    why: `${percentText(percent)}, tolerated are ${tolerance} %`,
    todo: "look at the runs at the top of the list and at pods that nobody knows (./yard sweep); the ledger has taken whole bills, so run it again to see what is left",
  });
}
