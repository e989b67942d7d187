import { z } from "zod";
import { KubeApi } from "../../components/kubernetes/api.ts";
import { type LedgerSurroundings, wayTo } from "../../components/ledger/address.ts";
import { LedgerError, ledgerError } from "../../components/ledger/failures.ts";
import { microUsd } from "../../components/ledger/money.ts";
import { PostgresStore } from "../../components/ledger/postgres-store.ts";
import type { BudgetRef, LedgerStore } from "../../components/ledger/store.ts";
import { kubeAccess } from "../../components/lib/kube-access.ts";
import { budgetDefaults } from "../../components/training-job/args.ts";
import type { LedgerOutput } from "../../stacks/outputs.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { stackConfigFiles } from "../stack-config.ts";
import { ensureToolchain } from "../toolchain/index.ts";
import { readConfigured } from "./configured.ts";
import { foreseeGround } from "./ground.ts";
import { outputsOf, readState } from "./state.ts";

/** The ledger of a stack, and the budget of its runs in it. */
export interface StackLedger {
  readonly store: LedgerStore;
  readonly budget: BudgetRef;
}

const wanted = z.looseObject({
  limitUsd: z.number().positive(),
  team: z.string().default(budgetDefaults.team),
  environment: z.string().optional(),
  period: z.enum(["day", "week", "month"]).default(budgetDefaults.period),
});
const place = z.object({
  controlUrl: z.string(),
  database: z.string(),
  username: z.string(),
  passwordSecret: z.object({ name: z.string(), key: z.string() }),
});
const secret = z.looseObject({ data: z.record(z.string(), z.string()) });

/** Undefined for a stack without a budget. Throws Failure where there is one, and its ledger cannot be reached. */
export async function openLedger(context: Context): Promise<StackLedger | undefined> {
  const { stack } = context.options();
  const configured = readConfigured(stackConfigFiles(context, stack).committed, context.env);
  if (!configured.has("trainyard:budget")) return undefined;
  const toolchain = await ensureToolchain(context, (line) => context.out.progress(line));
  const outputs = outputsOf(await readState(context, toolchain, stack));
  const [told, namespace] = [place.safeParse(outputs["ledger"]).data, outputs["namespace"]];
  const said = wanted.safeParse(configured.value("trainyard:budget")).data;
  if (told === undefined || said === undefined || typeof namespace !== "string")
    throw away(stack, "the stack has no such database yet", `run ./yard up -s ${stack}, which makes it`);
  const { limitUsd, team, environment = stack, period: kind } = said;
  const budget = { environment, team, kind, limitMicroUsd: microUsd(limitUsd) };
  const kubeconfig = configured.text("trainyard:kubeconfig") ?? (await foreseeGround(context))["trainyard:kubeconfig"];
  const access = kubeAccess(configured.text("trainyard:kubernetes"), kubeconfig);
  const loopbackOnly = context.env["TRAINYARD_LOOPBACK_ONLY"] === "1";
  try {
    return { store: await storeAt(told, namespace, { access, loopbackOnly }), budget };
  } catch (error) {
    throw ledgerFailure(stack, error);
  }
}

/** The store of a ledger as a stack puts it out; its password is read from the Secret. Throws where the cluster does not give it. */
export async function storeAt(
  { passwordSecret, ...at }: LedgerOutput,
  namespace: string,
  around: LedgerSurroundings,
): Promise<LedgerStore> {
  const path = `/api/v1/namespaces/${namespace}/secrets/${passwordSecret.name}`;
  const { data } = secret.parse(await new KubeApi(around.access).get(path));
  const password = Buffer.from(data[passwordSecret.key] ?? "", "base64").toString();
  return new PostgresStore(wayTo({ ...at, password }, around));
}

/** What a person is told of a ledger that does not answer. */
export function ledgerFailure(stack: string, error: unknown): Failure {
  const { kind, message } = error instanceof LedgerError ? error : ledgerError(error);
  const todo =
    kind === "refused"
      ? "mend what it says, then run it again"
      : `see ./yard status -s ${stack}; run it again when the database answers`;
  return away(stack, message, todo);
}

function away(stack: string, why: string, todo: string): Failure {
  return new Failure({ what: "the budget's ledger cannot be asked", on: `stack ${stack}`, why, todo });
}
