import { z } from "zod";
import type { Entry } from "./entry.ts";

/** node-postgres hands 64-bit integers over as text; ours stay below 2^53. */
const micros = z.coerce.number().int();
const time = z.date().transform((date) => date.getTime());

const row = z.object({
  environment: z.string(),
  team: z.string(),
  period: z.string(),
  run: z.string(),
  job: z.string(),
  model: z.string(),
  holder: z.string(),
  state: z.enum(["held", "settled", "released"]),
  reserved_micro_usd: micros,
  carried_micro_usd: micros,
  spent_micro_usd: micros,
  billed_micro_usd: micros.nullable(),
  pod_ids: z.array(z.string()),
  gpus: z.array(z.string()),
  paid_seconds: z.number(),
  used_seconds: z.number(),
  reserved_at: time,
  seen_at: time,
});

/** A row of `entries`. */
export function parseEntry(raw: unknown): Entry {
  const { environment, team, period, run, job, model, holder, state, gpus, ...rest } = row.parse(raw);
  return {
    ...{ environment, team, period, run, job, model, holder, state, gpus },
    reservedMicroUsd: rest.reserved_micro_usd,
    carriedMicroUsd: rest.carried_micro_usd,
    spentMicroUsd: rest.spent_micro_usd,
    billedMicroUsd: rest.billed_micro_usd,
    podIds: rest.pod_ids,
    paidSeconds: rest.paid_seconds,
    usedSeconds: rest.used_seconds,
    reservedAtMs: rest.reserved_at,
    seenAtMs: rest.seen_at,
  };
}

/** The columns of `entries`, in the order of `entryValues`; the first four are its key. */
const columns = [
  ...["environment", "team", "period", "run", "job", "model", "holder", "state"],
  ...["reserved_micro_usd", "carried_micro_usd", "spent_micro_usd", "billed_micro_usd"],
  ...["pod_ids", "gpus", "paid_seconds", "used_seconds", "reserved_at", "seen_at"],
];

const placed = columns.map((_column, index) => `$${index + 1}`).join(", ");
const changed = columns.slice(4).map((column) => `${column} = EXCLUDED.${column}`);

/** Writes an entry, new or known. */
export const WRITE_ENTRY = `INSERT INTO entries (${columns.join(", ")}) VALUES (${placed})
  ON CONFLICT (environment, team, period, run) DO UPDATE SET ${changed.join(", ")}`;

export function entryValues(entry: Entry): unknown[] {
  const { environment, team, period, run, job, model, holder, state } = entry;
  return [
    ...[environment, team, period, run, job, model, holder, state],
    ...[entry.reservedMicroUsd, entry.carriedMicroUsd, entry.spentMicroUsd, entry.billedMicroUsd],
    ...[entry.podIds, entry.gpus, entry.paidSeconds, entry.usedSeconds],
    ...[new Date(entry.reservedAtMs), new Date(entry.seenAtMs)],
  ];
}
