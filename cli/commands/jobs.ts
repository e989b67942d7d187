import type { Command } from "commander";
import type { Context } from "../context.ts";
import { withExample } from "../program.ts";
import { refuseUnknownStack } from "../stack/configured.ts";
import { stackConfigFiles } from "../stack-config.ts";
import { listRuns, type RunRecord, unreadableLine } from "../runs/records.ts";

/** `./yard jobs`: every kept attempt of the stack, oldest first. */
export function register(program: Command, context: Context): void {
  const command = program.command("jobs").description("every kept run of the stack: status, place, price, money, pod");
  withExample(command, "./yard jobs", "./yard jobs -s prod --json").action(() => {
    const { stack } = context.options();
    const { runs, unreadable } = listRuns(context.home, { stack });
    if (runs.length === 0) refuseUnknownStack(stackConfigFiles(context, stack).committed);
    context.out.text(renderJobs(runs, stack));
    for (const one of unreadable) context.out.warn(unreadableLine(one));
    context.out.document({ runs, unreadable });
  });
}

const headings = ["job", "attempt", "status", "gpu", "$/h", "spent", "billed", "pod", "gone"] as const;

/** A table of attempts. Money in USD. */
function renderJobs(runs: readonly RunRecord[], stack: string): string {
  if (runs.length === 0) return `no run of stack ${stack} is kept here; ./yard up -s ${stack} starts one`;
  const rows = runs.map((run) => [
    run.job,
    `${run.hash.slice(0, 8)}-a${run.attempt}`,
    run.exitCode === null ? run.status : `${run.status} (${run.exitCode})`,
    run.gpu ?? "-",
    run.hourlyUsd === null ? "-" : run.hourlyUsd.toFixed(2),
    `$${run.spentUsd.toFixed(4)}`,
    run.billedUsd === null ? "pending" : `$${run.billedUsd.toFixed(4)}`,
    run.podIds.join(",") || "-",
    run.provedGoneAt === null && run.podIds.length > 0 ? "NO" : "yes",
  ]);
  const table = [[...headings], ...rows];
  const widths = headings.map((_, column) => Math.max(...table.map((row) => (row[column] ?? "").length)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
