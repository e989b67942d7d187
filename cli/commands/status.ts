import { existsSync } from "node:fs";
import type { Command } from "commander";
import { isOver } from "../../components/runpod/run/record.ts";
import type { Context } from "../context.ts";
import { localStatus } from "../local.ts";
import { withExample } from "../program.ts";
import { listRuns, unreadableLine } from "../runs/records.ts";
import { type Account, findPods, findVolumes, openAccount } from "../stack/account.ts";
import { type Configured, readConfigured } from "../stack/configured.ts";
import { lookAtGround } from "../stack/ground-status.ts";
import { stackConfigFiles } from "../stack-config.ts";
import { renderFound } from "../sweep/end.ts";
import { ensureToolchain } from "../toolchain/index.ts";
import { dataLines } from "../workloads/data-lines.ts";
import { workloadLines } from "../workloads/ready.ts";

/** `./yard status`: one page from live APIs: what runs, what it costs now, what stands. */
export function register(program: Command, context: Context): void {
  const command = program.command("status").description("one page from live APIs: what runs now and what it costs");
  withExample(command, "./yard status", "./yard status -s prod --json").action(async () => {
    const { stack } = context.options();
    const configured = readConfigured(stackConfigFiles(context, stack).committed, context.env);
    const { emulated } = configured;
    const local = emulated ? await localStatus(context) : undefined;
    const { runs, unreadable } = listRuns(context.home, { stack });
    for (const one of unreadable) context.out.warn(unreadableLine(one));
    const open = runs.filter((run) => !isOver(run));
    context.out.text(`stack     ${stack}, RunPod ${emulated ? "emulated" : "real"}`);
    if (local !== undefined)
      context.out.text(`test bed  ${local.runpod === undefined ? "not running" : local.runpod.apiUrl}`);
    const cluster = await showCluster(context, configured);
    context.out.text(
      `runs      ${runs.length} kept, ${open.length} not over${open.map((run) => `\n  ${run.name}: ${run.status}`).join("")}`,
    );
    const asleep = emulated && local?.runpod === undefined;
    const live = asleep ? undefined : await showLive(context, await connect(context), stack);
    if (asleep) context.out.text("pods      none can run: the test bed is stopped");
    context.out.document({
      stack,
      emulated,
      local: local ?? null,
      cluster: cluster ?? null,
      runs,
      unreadable,
      live: live ?? null,
      stateKept: existsSync(context.home),
    });
  });
}

/** The cluster of the stack, what stands in it, and where it is reached from here. Undefined for a stack without one. */
async function showCluster(context: Context, configured: Configured) {
  const found = await lookAtGround(context, configured);
  if (found === undefined) return undefined;
  const { cluster, workloads, addresses } = found;
  context.out.text(`cluster   ${cluster}`);
  for (const line of workloadLines(workloads)) context.out.text(`  ${line}`);
  for (const line of workloads === undefined ? [] : dataLines(workloads.data)) context.out.text(`  ${line}`);
  for (const { name, url } of addresses) context.out.text(`address   ${name} ${url}`);
  return found;
}

async function connect(context: Context): Promise<Account> {
  return openAccount(context, await ensureToolchain(context, (line) => context.out.progress(line)));
}

async function showLive(context: Context, account: Account, stack: string) {
  const pods = await findPods(context, account, stack);
  const volumes = await findVolumes(account, stack);
  const balanceUsd = await account.service.balanceUsd();
  const hourly = pods.reduce((sum, { pod }) => sum + ((pod as { cost?: number }).cost ?? 0), 0);
  context.out.text(
    `pods      ${pods.length}, $${hourly.toFixed(2)}/h now${pods.map((one) => `\n${renderFound(one)}`).join("")}`,
  );
  context.out.text(`volumes   ${volumes.map(({ name, size }) => `${name} ${size} GB`).join(", ") || "none"}`);
  context.out.text(`balance   ${balanceUsd === undefined ? "unknown" : `$${balanceUsd.toFixed(2)}`}`);
  return {
    pods: pods.map(({ pod, standing }) => ({ id: pod.id, name: pod.name, standing })),
    volumes,
    balanceUsd: balanceUsd ?? null,
    usdPerHour: hourly,
  };
}
