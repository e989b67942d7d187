import type { components } from "../../../api/data/types.generated.ts";
import { realClock } from "../../lib/clock.ts";
import { type Bringing, bringFile } from "./bring.ts";
import { DataApiError, orAbsent } from "./failures.ts";
import { fetchFile } from "./fetch-file.ts";
import { Transport, type TransportOptions } from "./transport.ts";

type Schemas = components["schemas"];
export type FileMetadata = Schemas["FileMetadata"];
export type FolderEntry = Schemas["FolderEntry"];
export type Snapshot = Schemas["Snapshot"];
export type Row = Schemas["Row"];

/** A row to write: text cells by `family:qualifier`. */
export interface NewRow {
  readonly key: string;
  readonly cells: Readonly<Record<string, string>>;
}

const PAGE_ENTRIES = 1000;
const BATCH_ROWS = 500;
const READY_PAUSE_MS = 2000;

export type ClientOptions = Omit<TransportOptions, "clock"> & Partial<Pick<TransportOptions, "clock">>;

/** A data API over HTTP, typed by its description: repeats, hash checks, uploads that go on. Everything but success is a DataApiError. */
export class DataApiClient {
  readonly transport: Transport;
  private readonly options: ClientOptions;

  constructor(options: ClientOptions) {
    this.options = options;
    this.transport = new Transport({ clock: realClock, ...options });
  }

  /** Waits for a service whose data layer answers: one that was just made takes a while. Throws after `limitMs`, with the last reason. */
  async untilReady(limitMs: number): Promise<void> {
    const { clock = realClock, signal } = this.options;
    const endMs = clock.now() + limitMs;
    for (;;) {
      try {
        const what = "wait for the data API";
        const { status, dependencies } = await this.transport.ask({ what, repeat: true }, (client, how) =>
          client.GET("/health", how),
        );
        if (status === "ok") return;
        const down = Object.entries(dependencies).filter(([, one]) => one.status !== "ok");
        throw new DataApiError(
          what,
          503,
          down.map(([name, { message }]) => `${name}: ${message ?? "down"}`).join("; "),
        );
      } catch (error) {
        const away = error instanceof DataApiError && error.kind === "away";
        if (!away || clock.now() >= endMs || signal?.aborted === true) throw error;
        await clock.sleep(READY_PAUSE_MS, signal);
      }
    }
  }

  /** undefined where there is no such file. */
  async metadata(path: string): Promise<FileMetadata | undefined> {
    const what = `look at "${path}"`;
    return orAbsent(
      this.transport.ask({ what, repeat: true }, (client, how) =>
        client.GET("/v1/metadata", { ...how, params: { query: { path } } }),
      ),
    );
  }

  /** All that is in a folder; nothing where there is none. */
  async folder(path: string): Promise<readonly FolderEntry[]> {
    const entries: FolderEntry[] = [];
    for (let pageToken: string | undefined; ;) {
      const query = { path, limit: PAGE_ENTRIES, ...(pageToken === undefined ? {} : { pageToken }) };
      const page = await orAbsent(
        this.transport.ask({ what: `list "${path}"`, repeat: true }, (client, how) =>
          client.GET("/v1/folders", { ...how, params: { query } }),
        ),
      );
      entries.push(...(page?.entries ?? []));
      pageToken = page?.nextPageToken;
      if (pageToken === undefined) return entries;
    }
  }

  /** Makes a path hold what a local file holds, and answers with what it is then; "same" where it did already. */
  async bring(wish: Bringing): Promise<FileMetadata & { readonly same: boolean }> {
    return bringFile(this, wish);
  }

  /** Brings a file down, hash checked; one that was begun goes on. `snapshot`: as it was then. */
  async fetch(path: string, to: string, sha256: string, snapshot?: string): Promise<void> {
    return fetchFile(this.transport, { path, to, sha256, ...(snapshot === undefined ? {} : { snapshot }) });
  }

  /** Deletes the file of that ETag; what is gone is deleted. */
  async remove(path: string, etag: string): Promise<void> {
    const headers = { "If-Match": etag };
    await orAbsent(
      this.transport.ask({ what: `delete "${path}"`, repeat: true }, (client, how) =>
        client.DELETE("/v1/files", { ...how, params: { query: { path }, header: headers } }),
      ),
    );
  }

  /** The folder as it is, kept; one that has not changed answers with the snapshot that it has. */
  async snapshot(path: string, name: string): Promise<Snapshot> {
    return this.transport.ask({ what: `take a snapshot of "${path}"`, repeat: true, limitMs: 300_000 }, (client, how) =>
      client.POST("/v1/snapshots", { ...how, body: { path, name } }),
    );
  }

  async snapshots(path: string): Promise<readonly Snapshot[]> {
    const answer = await this.transport.ask({ what: `list the snapshots of "${path}"`, repeat: true }, (client, how) =>
      client.GET("/v1/snapshots", { ...how, params: { query: { path } } }),
    );
    return answer.snapshots;
  }

  /** Makes sure of a table with these families. */
  async ensureTable(name: string, families: readonly string[]): Promise<void> {
    const known = await orAbsent(
      this.transport.ask({ what: `look at the table "${name}"`, repeat: true }, (client, how) =>
        client.GET("/v1/tables/{table}", { ...how, params: { path: { table: name } } }),
      ),
    );
    if (known !== undefined) return;
    const body = { name, families: families.map((family) => ({ name: family, compression: "GZ" as const })) };
    try {
      await this.transport.ask({ what: `make the table "${name}"`, repeat: true, limitMs: 180_000 }, (client, how) =>
        client.POST("/v1/tables", { ...how, body }),
      );
    } catch (error) {
      // Somebody was quicker, or an answer was lost.
      if (!(error instanceof DataApiError) || error.kind !== "changed") throw error;
    }
  }

  /** Writes rows of text, many a call. Throws where a row was not written. */
  async putRows(table: string, rows: readonly NewRow[]): Promise<void> {
    for (let from = 0; from < rows.length; from += BATCH_ROWS) {
      const operations = rows.slice(from, from + BATCH_ROWS).map(({ key, cells }) => ({
        put: { row: key, cells: Object.entries(cells).map(([column, value]) => ({ column, value })) },
      }));
      const what = `write rows of "${table}"`;
      const { results } = await this.transport.ask({ what, repeat: true }, (client, how) =>
        client.POST("/v1/tables/{table}/rows/batch", { ...how, params: { path: { table } }, body: { operations } }),
      );
      const failed = results.find(({ status }) => status >= 300);
      if (failed !== undefined)
        throw new DataApiError(what, failed.status, failed.problem?.detail ?? "a row was refused");
    }
  }

  /** A page of rows whose keys begin with `prefix`, as text. */
  async rows(table: string, prefix: string, limit: number): Promise<readonly Row[]> {
    const query = { prefix, limit };
    const { rows } = await this.transport.ask({ what: `read rows of "${table}"`, repeat: true }, (client, how) =>
      client.GET("/v1/tables/{table}/rows", { ...how, params: { path: { table }, query } }),
    );
    return rows;
  }
}
