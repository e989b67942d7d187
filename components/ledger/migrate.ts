import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { ClientBase } from "pg";
import { LedgerError } from "./failures.ts";

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

const folder = new URL("migrations/", import.meta.url);

/** The files of `migrations/`, in the order of their numbers. */
function migrations(): readonly Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  return names.sort().map((name) => {
    const sql = readFileSync(new URL(name, folder), "utf8");
    return { name, sql, sha256: createHash("sha256").update(sql).digest("hex") };
  });
}

/**
 * Brings a database to the newest form, in one transaction; to run it again, or from many machines at once, changes nothing
 * more. Throws LedgerError where it was made by a newer program, or a file that it was made by has changed since.
 */
export async function migrate(client: ClientBase): Promise<void> {
  await client.query("BEGIN");
  await client.query("SELECT pg_advisory_xact_lock(hashtext('trainyard ledger'))");
  await client.query(
    "CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())",
  );
  const { rows } = await client.query<{ name: string; sha256: string }>("SELECT name, sha256 FROM migrations");
  const known = migrations();
  for (const { name, sha256 } of rows) {
    const own = known.find((one) => one.name === name);
    if (own === undefined)
      throw new LedgerError("refused", `the ledger was changed by a newer Trainyard (${name}): update this one`);
    if (own.sha256 !== sha256) throw new LedgerError("refused", `the ledger was made by another ${name} than this one`);
  }
  for (const { name, sql, sha256 } of known.filter((one) => !rows.some((row) => row.name === one.name))) {
    await client.query(sql);
    await client.query("INSERT INTO migrations (name, sha256) VALUES ($1, $2)", [name, sha256]);
  }
  await client.query("COMMIT");
}
