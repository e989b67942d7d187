export type { BudgetArgs, LedgerArgs, PeriodKind } from "./args.ts";
