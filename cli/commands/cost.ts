import type { Command } from "commander";
import { volumeUsdPerMonth } from "../../components/lib/cost/storage.ts";
import { realClock } from "../../components/lib/clock.ts";
import { readBills } from "../../components/runpod/run/bill.ts";
import { keptFiles } from "../../components/runpod/run/kept-files.ts";
import { RunFolder } from "../../components/runpod/run/run-folder.ts";
import { isOver } from "../../components/runpod/run/record.ts";
import type { Context } from "../context.ts";
import { registerReconcile } from "../cost/reconcile-command.ts";
import { registerReport } from "../cost/report-command.ts";
import { withExample } from "../program.ts";
import { listRuns, type RunRecord, unreadableLine } from "../runs/records.ts";
import { type Account, findVolumes, openAccount } from "../stack/account.ts";
import { tellBills } from "../stack/late-bills.ts";
import { stackConfigFiles } from "../stack-config.ts";
import { readConfigured } from "../stack/configured.ts";
import { ensureToolchain } from "../toolchain/index.ts";

/** `./yard cost`: planned, capped, spent and billed dollars; reads bills that have landed since. */
export function register(program: Command, context: Context): void {
  const command = program
    .command("cost")
    .description("planned, capped, spent and billed dollars of every run, and what storage costs");
  registerReport(command, context);
  registerReconcile(command, context);
  withExample(command, "./yard cost", "./yard cost -s prod --json").action(async () => {
    const { stack } = context.options();
    const { billed, volumes, balanceUsd } = await liveFigures(context, stack);
    await tellBills(context, billed, (job, complete) =>
      context.out.text(
        complete
          ? `the records of ${job} know its bill`
          : `the records of ${job} are told its bill by the next ./yard up`,
      ),
    );
    const { runs, unreadable } = listRuns(context.home, { stack });
    for (const one of unreadable) context.out.warn(`${unreadableLine(one)}; its money is in none of these sums`);
    const { capsUsd } = readConfigured(stackConfigFiles(context, stack).committed, context.env);
    context.out.text(renderCosts(runs, capsUsd));
    for (const { name, id, size, type } of volumes)
      context.out.text(`volume ${name} (${id}): ${size} GB, $${volumeUsdPerMonth(size, type).toFixed(2)} a month`);
    context.out.text(`balance: ${balanceUsd === undefined ? "unknown" : `$${balanceUsd.toFixed(2)}`}`);
    context.out.document({
      stack,
      runs: runs.map((run) => costOf(run, capsUsd)),
      unreadable,
      volumes,
      balanceUsd: balanceUsd ?? null,
    });
  });
}

/** What only RunPod knows. */
interface LiveFigures {
  /** Jobs whose bill has landed. */
  billed: ReadonlySet<string>;
  volumes: Awaited<ReturnType<typeof findVolumes>>;
  balanceUsd: number | undefined;
}

/** As much as RunPod tells, with a warning where it is away or refuses: what is kept here is shown all the same. */
async function liveFigures(context: Context, stack: string): Promise<LiveFigures> {
  const live: LiveFigures = { billed: new Set(), volumes: [], balanceUsd: undefined };
  try {
    const toolchain = await ensureToolchain(context, (line) => context.out.progress(line));
    const account = await openAccount(context, toolchain);
    live.billed = await fillBills(context, account, stack);
    live.volumes = await findVolumes(account, stack);
    live.balanceUsd = await account.service.balanceUsd();
  } catch (error) {
    context.out.warn(`live figures are left out: ${error instanceof Error ? error.message : String(error)}`);
  }
  return live;
}

/** Reads the bill of every finished attempt that has none yet. Answers with the jobs whose bill has landed. */
async function fillBills(context: Context, { service }: Account, stack: string): Promise<ReadonlySet<string>> {
  const runs = keptFiles(context.home);
  const pending = listRuns(context.home, { stack }).runs.filter((run) => run.billedUsd === null && isOver(run));
  const world = { clock: realClock, service, runs, log: (line: string) => context.out.progress(line) };
  const folders = await Promise.all(pending.map((run) => RunFolder.open(world, run, run.attempt)));
  await readBills(
    world,
    folders.flatMap((folder) => folder ?? []),
  );
  const names = new Set(pending.map((run) => run.name));
  const { runs: now } = listRuns(context.home, { stack });
  return new Set(now.filter((run) => names.has(run.name) && run.billedUsd !== null).map((run) => run.job));
}

function costOf(run: RunRecord, capsUsd: Readonly<Record<string, number>>) {
  const { name, job, attempt, status, hourlyUsd, worstCaseUsd, spentUsd, billedUsd } = run;
  return {
    name,
    job,
    attempt,
    status,
    hourlyUsd,
    plannedUsd: worstCaseUsd,
    capUsd: capsUsd[job] ?? null,
    spentUsd,
    billedUsd,
  };
}

/** One line a run and a sum. */
export function renderCosts(runs: readonly RunRecord[], capsUsd: Readonly<Record<string, number>>): string {
  if (runs.length === 0) return "no run is kept for this stack";
  const usd = (value: number | null | undefined) => (value == null ? "pending" : `$${value.toFixed(4)}`);
  const lines = runs.map((run) => {
    const cap = capsUsd[run.job];
    return `${run.name}: planned at most ${usd(run.worstCaseUsd)}, capped at ${cap === undefined ? "unknown" : usd(cap)}, spent ${usd(run.spentUsd)}, billed ${usd(run.billedUsd)}`;
  });
  const spent = runs.reduce((sum, run) => sum + run.spentUsd, 0);
  const billed = runs.reduce((sum, run) => sum + (run.billedUsd ?? 0), 0);
  const open = runs.filter((run) => run.billedUsd === null && run.podIds.length > 0).length;
  return [
    ...lines,
    `in all: spent ${usd(spent)}, billed ${usd(billed)}${open > 0 ? `, ${open} bill(s) pending` : ""}`,
  ].join("\n");
}
