import { existsSync } from "node:fs";
import type { Context } from "../context.ts";
import { clearStateLock, startPulumi } from "../pulumi.ts";
import { stackConfigFiles } from "../stack-config.ts";
import { ensureToolchain, type Toolchain } from "../toolchain/index.ts";
import { readState, type StateResource } from "./state.ts";

/** What became of telling a bill, in a line for each job that is recorded. */
export type Told = (job: string, complete: boolean) => void;

/**
 * Has bills that landed after the end of their runs told to the stack's records of runs, MLflow and the ledger. Only the engine can
 * read their passwords, so the jobs are refreshed, and no other resource. A record that is away is told by the next update or refresh.
 */
export async function tellBills(context: Context, jobs: ReadonlySet<string>, told: Told): Promise<void> {
  if (jobs.size === 0) return;
  const { stack } = context.options();
  const toolchain = await ensureToolchain(context, (line) => context.out.progress(line));
  const recorded = recordedJobs(await readState(context, toolchain, stack), jobs);
  if (recorded.length === 0) return;
  const refreshed = await refresh(
    context,
    toolchain,
    recorded.map(({ urn }) => urn),
  );
  const after = refreshed ? recordedJobs(await readState(context, toolchain, stack), jobs) : recorded;
  for (const { urn, outputs } of after)
    told(nameOf(urn), refreshed && outputs?.["tracked"] !== "pending" && outputs?.["charged"] !== "pending");
}

/** The jobs of the state, among these, that are recorded elsewhere. */
export function recordedJobs(
  state: readonly StateResource[],
  jobs: ReadonlySet<string>,
): readonly Pick<StateResource, "urn" | "outputs">[] {
  return state.filter(
    ({ urn, type, outputs }) =>
      type.endsWith(":TrainingJob") &&
      jobs.has(nameOf(urn)) &&
      (outputs?.["mlflowRunId"] !== undefined || outputs?.["charged"] !== undefined),
  );
}

const nameOf = (urn: string): string => urn.split("::").at(-1) ?? urn;

/** False where another update is under way, or the engine refuses. */
async function refresh(context: Context, toolchain: Toolchain, urns: readonly string[]): Promise<boolean> {
  const { stack } = context.options();
  const { merged } = stackConfigFiles(context, stack);
  const free = await clearStateLock(context, toolchain, stack, (line) => context.out.warn(line)).then(
    () => true,
    () => false,
  );
  if (!free) return false;
  context.out.progress("telling the records of the runs of bills that have landed");
  const args = ["refresh", "--yes", "--skip-preview", "--suppress-progress"];
  const { exitCode } = await startPulumi(context, toolchain, {
    args: [...args, ...urns.flatMap((urn) => ["--target", urn])],
    stack,
    ...(existsSync(merged) ? { configFile: merged } : {}),
  }).done;
  return exitCode === 0;
}
