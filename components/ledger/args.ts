import type * as pulumi from "@pulumi/pulumi";

/** How long one limit lasts, in UTC: a calendar day, a week from Monday, a calendar month. */
export type PeriodKind = "day" | "week" | "month";

/** The Postgres database of a ledger. The owner link of a `PostgresDatabase` satisfies it; so does a literal for another server. */
export interface LedgerArgs {
  /** For the machine that runs Pulumi: `kube://<namespace>/<service>:<port>`, reached by a port-forward, or `postgres://<host>:<port>`. */
  readonly controlUrl: pulumi.Input<string>;
  /** Name of the database; its tables are made by the first who needs them. */
  readonly database: pulumi.Input<string>;
  /** Role that owns the database. */
  readonly username: pulumi.Input<string>;
  /** *secret* */
  readonly password: pulumi.Input<string>;
}

/** Money that the runs of an environment and a team may cost in a period, whoever starts them from wherever. */
export interface BudgetArgs {
  /** USD in a period. */
  readonly limitUsd: number;
  /** Whose money it is: lower-case letters, digits, `_`, `.` and `-`. @default "everyone" */
  readonly team?: string;
  /** Which stacks share it, with the team. @default - the stack's name */
  readonly environment?: string;
  /** @default "month" */
  readonly period?: PeriodKind;
  /** Where it is written down. */
  readonly ledger: LedgerArgs;
}

/** The arguments of a ledger with every Input resolved. */
export interface LedgerInputs {
  readonly controlUrl: string;
  readonly database: string;
  readonly username: string;
  readonly password: string;
}

/** The arguments with every default filled in and every Input resolved. */
export interface BudgetInputs {
  readonly limitUsd: number;
  readonly team: string;
  readonly environment: string;
  readonly period: PeriodKind;
  readonly ledger: LedgerInputs;
}
