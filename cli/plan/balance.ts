import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

/** The limits of policies/cost in `config` with the balance in them: a file in `folder`. */
export function withBalance(config: string, balanceUsd: number | undefined, folder: string): string {
  if (balanceUsd === undefined) return config;
  const limits = JSON.parse(readFileSync(config, "utf8")) as Record<string, unknown>;
  const more = RULES.map((rule) => [rule, { ...settingsOf(limits[rule]), balanceUsd }] as const);
  const file = join(folder, "limits.json");
  writeFileSync(file, JSON.stringify({ ...limits, ...Object.fromEntries(more) }));
  return file;
}

/** What a file says of a rule; a text is its level. */
function settingsOf(said: unknown): object {
  if (typeof said === "string") return { enforcementLevel: said };
  return typeof said === "object" && said !== null ? said : {};
}
