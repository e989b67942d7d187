import { formatUsd } from "../lib/cost/spend.ts";
import { inTime } from "../lib/in-time.ts";
import type { Left } from "../ledger/keeper.ts";
import { runCeilingUsd } from "../runpod/run/reservation.ts";
import type { JobInputs } from "./args.ts";
import type { Worlds } from "./backend.ts";
import type { JobPlan } from "./plan.ts";

/** What a preview wants to know of a run: the question in words, and the answer for a person, where there is one to tell. */
interface Look {
  readonly whether: string;
  readonly ask: (job: JobPlan) => Promise<string | undefined>;
}

/** What of a job decides whom a preview asks. */
export type Asked = Pick<JobInputs, "name" | "mlflow" | "budget">;

/** What a preview can ask the records of a run that is planned; `job` is undefined while it is not known yet. */
export async function foretell(
  { name, mlflow, budget }: Asked,
  job: JobPlan | undefined,
  worlds: Worlds,
  timeoutMs: number,
): Promise<void> {
  const looks: Look[] = [];
  if (worlds.isFinished !== undefined && mlflow !== undefined)
    looks.push({
      whether: "whether MLflow knows this run as finished",
      ask: async (known) =>
        (await worlds.isFinished?.(known)) === true
          ? `MLflow knows ${known.run} as finished: it is taken over, nothing is trained`
          : undefined,
    });
  if (worlds.left !== undefined && budget !== undefined)
    looks.push({
      whether: "what is left of its budget",
      ask: async (known) => leftText(known, await worlds.left?.(known)),
    });
  await Promise.all(looks.map((look) => lookOnce(name, job, look, worlds, timeoutMs)));
}

/** One look that a preview can wait for. Says what is known, or what could not be asked. */
async function lookOnce(
  name: string,
  job: JobPlan | undefined,
  { whether, ask }: Look,
  worlds: Worlds,
  timeoutMs: number,
): Promise<void> {
  try {
    if (job === undefined) throw new Error("its inputs are not all known yet");
    const answer = await inTime(ask(job), timeoutMs);
    if (answer !== undefined) worlds.log?.(`${name}: ${answer}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    worlds.log?.(`${name}: not checked: ${whether} (${why}); up asks before it makes a pod`);
  }
}

/** What is left of a budget, and whether a run fits in it. */
function leftText(job: JobPlan, left: Left | undefined): string | undefined {
  if (left === undefined) return undefined;
  const { budget, limitUsd, committedUsd } = left;
  const [leftUsd, usd] = [Math.max(0, limitUsd - committedUsd), runCeilingUsd(job)];
  const fits =
    usd <= leftUsd ? `this run takes ${formatUsd(usd)}` : `this run may need ${formatUsd(usd)}, so up refuses it`;
  return `${formatUsd(leftUsd)} of ${formatUsd(limitUsd)} is left in the ${budget}; ${fits}`;
}
