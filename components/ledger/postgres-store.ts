import { Client, type ClientConfig } from "pg";
import type { Entry } from "./entry.ts";
import { ledgerError } from "./failures.ts";
import { migrate } from "./migrate.ts";
import { type Period, periodOf } from "./period.ts";
import { currentEntry, foundEntry, isUnchanged, planReport, planReservation } from "./plan.ts";
import type { Reservation, RunReport, Wish } from "./plan.ts";
import { entryValues, parseEntry, WRITE_ENTRY } from "./rows.ts";
import type { BudgetRef, LedgerStore, PeriodState } from "./store.ts";

/** Bounds of one connection, milliseconds: to open it, for one statement, and for the row of a budget that others hold. */
const OPEN_MS = 5_000;
const STATEMENT_MS = 10_000;
const LOCK_MS = 8_000;

type Place = Pick<BudgetRef, "environment" | "team" | "kind">;

/**
 * The ledger in Postgres. A transaction first takes the row of its budget's period, so that all who want money of it are
 * answered one after the other, and each sees what those before it took. Time is the server's: every machine has the same.
 */
export class PostgresStore implements LedgerStore {
  private readonly access: () => Promise<ClientConfig>;
  private migrated = false;

  /** `access`: the way to the server at the moment. Throws where there is none. */
  constructor(access: () => Promise<ClientConfig>) {
    this.access = access;
  }

  reserve(budget: BudgetRef, wish: Omit<Wish, "environment" | "team" | "period">): Promise<Reservation> {
    return this.changing(async (client) => {
      const { period, nowMs } = await this.take(client, budget);
      const { environment, team, limitMicroUsd } = budget;
      const entries = await this.entries(client, budget, period, wish.run);
      const reservation = planReservation({ ...wish, environment, team, period }, limitMicroUsd, entries, nowMs);
      if (reservation.verdict === "held")
        for (const entry of [reservation.entry, ...reservation.closed])
          await client.query(WRITE_ENTRY, entryValues(entry));
      return reservation;
    });
  }

  report(budget: BudgetRef, report: RunReport, seen?: Entry): Promise<Entry | undefined> {
    return this.changing(async (client) => {
      const { period, nowMs } = await this.take(client, budget);
      const current = currentEntry(await this.entries(client, budget, period, report.run), report.run);
      const { environment, team } = budget;
      if (seen === undefined ? current === undefined && !report.open : !isUnchanged(current, seen)) return undefined;
      const entry =
        current === undefined
          ? foundEntry({ environment, team, period }, report, nowMs)
          : planReport(current, report, nowMs);
      await client.query(WRITE_ENTRY, entryValues(entry));
      return entry;
    });
  }

  async read(place: Place, atMs?: number): Promise<PeriodState> {
    return this.connected(async (client) => {
      const nowMs = await nowOf(client);
      const { key: period, startMs, endMs } = periodOf(place.kind, atMs ?? nowMs);
      const entries = (await hasTables(client)) ? await this.entries(client, place, period, "") : [];
      return { period, startMs, endMs, nowMs, entries };
    });
  }

  async knownPods(): Promise<ReadonlySet<string>> {
    return this.connected(async (client) => {
      if (!(await hasTables(client))) return new Set();
      const { rows } = await client.query<{ pod: string }>("SELECT DISTINCT unnest(pod_ids) AS pod FROM entries");
      return new Set(rows.map((row) => row.pod));
    });
  }

  /** The period by the server's clock, its row ours until the transaction ends. */
  private async take(client: Client, budget: BudgetRef): Promise<{ readonly period: string; readonly nowMs: number }> {
    const { environment, team, kind, limitMicroUsd } = budget;
    const period = periodOf(kind, await nowOf(client));
    await client.query(
      `INSERT INTO budgets (environment, team, period, starts_at, ends_at, limit_micro_usd) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (environment, team, period) DO UPDATE SET limit_micro_usd = EXCLUDED.limit_micro_usd`,
      [environment, team, period.key, ...edges(period), limitMicroUsd],
    );
    return { period: period.key, nowMs: await nowOf(client) };
  }

  /** All of a period, and those of one run in any. */
  private async entries(client: Client, { environment, team }: Place, period: string, run: string): Promise<Entry[]> {
    const { rows } = await client.query<Record<string, unknown>>(
      "SELECT * FROM entries WHERE environment = $1 AND ((team = $2 AND period = $3) OR run = $4) ORDER BY reserved_at, run",
      [environment, team, period, run],
    );
    return rows.map(parseEntry);
  }

  private changing<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return this.connected(async (client) => {
      if (!this.migrated) await migrate(client);
      this.migrated = true;
      await client.query("BEGIN");
      const result = await work(client);
      await client.query("COMMIT");
      return result;
    });
  }

  /** A connection of its own for each call: one that broke in the middle is never used again, and none stays open. */
  private async connected<T>(work: (client: Client) => Promise<T>): Promise<T> {
    let client: Client | undefined;
    try {
      client = new Client({
        ...{ connectionTimeoutMillis: OPEN_MS, query_timeout: STATEMENT_MS, statement_timeout: STATEMENT_MS },
        ...{ lock_timeout: LOCK_MS, application_name: "trainyard-ledger", keepAlive: false },
        ...(await this.access()),
      });
      // A connection that breaks between two statements tells it here; the next statement fails with it.
      client.on("error", () => undefined);
      await client.connect();
      return await work(client);
    } catch (error) {
      throw ledgerError(error);
    } finally {
      await client?.end().catch(() => undefined);
    }
  }
}

const edges = ({ startMs, endMs }: Period): Date[] => [new Date(startMs), new Date(endMs)];

async function hasTables(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass('entries') IS NOT NULL AS there");
  return rows[0]?.there === true;
}

async function nowOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ now: Date }>("SELECT clock_timestamp() AS now");
  return rows[0]?.now.getTime() ?? Number.NaN;
}
