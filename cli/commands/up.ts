import type { Command } from "commander";
import type { Context } from "../context.ts";
import { keepInventoryBefore } from "../inventory-before.ts";
import { plannedCosts } from "../plan/costs.ts";
import type { Events } from "../plan/engine-events.ts";
import { isJudgedAgain } from "../plan/later.ts";
import { withPolicyFlags } from "../plan/packs.ts";
import { preparePreview, type Prepared } from "../plan/prepare.ts";
import { previewStack } from "../plan/preview.ts";
import { previewedConfig, refuseOtherConfig } from "../plan/previewed-config.ts";
import { changesNothing, renderPlan, renderViolations } from "../plan/render.ts";
import { withExample } from "../program.ts";
import { readMetrics } from "../report/metrics.ts";
import { readPhases } from "../report/phases.ts";
import { renderReport } from "../report/report.ts";
import { listRuns, type RunRecord } from "../runs/records.ts";
import { ensureStackAddresses } from "../stack/addresses.ts";
import { consent } from "../stack/consent.ts";
import { openSession, type Session } from "../stack/session.ts";
import { runUpdate, updateFailure } from "../stack/update.ts";

const upFlags = ["up", "--yes", "--skip-preview", "--suppress-progress"] as const;

/** `./yard up`: from whatever is there to the stack as configured, its runs done and reported. */
export function register(program: Command, context: Context): void {
  const command = program.command("up").description("provision, train, report: the whole stack as configured");
  withExample(command, "./yard up", "./yard up -s prod --yes").action(async () => bringUp(context));
}

/** Preview, consent, update and report of the stack of the command line. `begins` is called before anything is made. */
export async function bringUp(context: Context, begins: () => void = () => undefined): Promise<void> {
  await keepInventoryBefore(context);
  const session = await openSession(context, "update");
  await applyPreviewed(context, session, await preparePreview(context, session), begins);
}

/** The same for a session that is open: what is applied is what was previewed. */
export async function applyPreviewed(
  context: Context,
  session: Session,
  { prices, ...told }: Prepared,
  begins: () => void = () => undefined,
): Promise<void> {
  const previewed = await previewedConfig(session);
  const preview = await previewStack(context, session, told);
  context.out.text(renderPlan(preview, prices));
  if (preview.violations.length > 0) context.out.warn(renderViolations(preview));
  if (changesNothing(preview)) {
    await publish(context, session);
    report(context, session, preview, lastRuns(context, session));
    return;
  }
  await agree(context, session, preview);
  await refuseOtherConfig(session, previewed);
  const before = Date.now();
  begins();
  const apply = (packs: readonly string[] = []) => runUpdate(context, session, [...upFlags, ...told.flags, ...packs]);
  // The packs once more, where the preview left something to the update. What depends on the balance was judged.
  const again = isJudgedAgain(preview);
  const where = { root: context.root, stack: session.stack };
  const update = await (again ? withPolicyFlags(where, apply) : apply());
  if (update.exitCode !== 0) throw updateFailure(context, session, update);
  await publish(context, session);
  report(context, session, update.events, lastRuns(context, session), (Date.now() - before) / 1000);
}

/** Opens the local addresses of what stays up. */
async function publish(context: Context, session: Session): Promise<void> {
  for (const { name, port } of await ensureStackAddresses(context, session))
    context.out.text(`${name} at http://127.0.0.1:${port}`);
}

async function agree(context: Context, session: Session, preview: Events): Promise<void> {
  if (!session.configured.remote) return;
  const worst = plannedCosts(preview.steps).reduce((sum, cost) => sum + cost.worstCaseUsd, 0);
  const question = `Apply this to ${session.stack}? It can cost $${worst.toFixed(2)} at most.`;
  await consent(context, question, `stack ${session.stack}, a real RunPod account`);
}

/** The newest attempt of each job of this stack. */
function lastRuns(context: Context, session: Session): RunRecord[] {
  const newest = new Map<string, RunRecord>();
  for (const run of listRuns(context.home, { stack: session.stack }).runs) newest.set(run.job, run);
  return [...newest.values()].filter((run) => run.job in session.configured.capsUsd);
}

function report(
  context: Context,
  session: Session,
  events: Events,
  runs: readonly RunRecord[],
  seconds?: number,
): void {
  const { out } = context;
  for (const run of runs) {
    const [metrics, phases] = [readMetrics(run.artifactsPath), readPhases(run.folder)];
    out.text(`\n${renderReport(run, metrics, session.configured.capsUsd[run.job], phases)}`);
  }
  if (seconds !== undefined)
    out.text(`\nup took ${Math.round(seconds)} s; ./yard down -s ${session.stack} takes it all down again`);
  const jobs = runs.map((run) => ({
    ...run,
    capUsd: session.configured.capsUsd[run.job] ?? null,
    phases: readPhases(run.folder),
    training: readMetrics(run.artifactsPath) ?? null,
  }));
  out.document({ stack: session.stack, changes: events.changes, seconds: seconds ?? 0, jobs });
}
