import type { LedgerInputs } from "./args.ts";
import { type LedgerSurroundings, wayTo } from "./address.ts";
import { Keeper } from "./keeper.ts";
import { PostgresStore } from "./postgres-store.ts";

/** The keeper of a ledger; nothing is asked yet. Throws where its address is none. */
export function connectKeeper(ledger: LedgerInputs, surroundings: LedgerSurroundings): Keeper {
  return new Keeper(new PostgresStore(wayTo(ledger, surroundings)));
}
