import { formatUsd } from "../../components/lib/cost/spend.ts";
import type { Context } from "../context.ts";
import { openAccount } from "../stack/account.ts";
import type { Session } from "../stack/session.ts";

/** Rules of policies/cost that are told the balance. */
const RULES = ["update-within-balance", "known-balance"] as const;

/** What the account holds, USD; undefined where nobody can say: no key, no answer, or an account that does not tell. */
export async function balanceOf(context: Context, session: Session): Promise<number | undefined> {
  try {
    return await (await openAccount(context, session.toolchain)).service.balanceUsd();
  } catch {
    return undefined;
  }
}

export function renderBalance(balanceUsd: number | undefined): string {
  return `  balance of the account: ${balanceUsd === undefined ? "not known" : formatUsd(balanceUsd)}`;
}

/** What an environment's file says of rules, by their names. */
export type Limits = Readonly<Record<string, unknown>>;

/** The limits of policies/cost with the balance in them, where one is known. */
export function withBalance(limits: Limits, balanceUsd: number | undefined): Limits {
  if (balanceUsd === undefined) return limits;
  const more = RULES.map((rule) => [rule, { ...settingsOf(limits[rule]), balanceUsd }] as const);
  return { ...limits, ...Object.fromEntries(more) };
}

/** What a file says of a rule; a text is its level. */
function settingsOf(said: unknown): object {
  if (typeof said === "string") return { enforcementLevel: said };
  return typeof said === "object" && said !== null ? said : {};
}
