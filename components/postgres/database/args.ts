import type { PostgresServerLink } from "../link.ts";

/** A database on a server, its owner and its reader. */
export interface PostgresDatabaseArgs {
  /** The server, as `Postgres` links it, or a foreign one as a literal. *replaces*, and the data is not copied. */
  readonly server: PostgresServerLink;
  /** Name of the database and of its owner; the reader's ends in `_reader`. *replaces*, and the data is not copied. @default - the resource's name, `_` for `-` */
  readonly database?: string;
  /** Raise it to draw new passwords (`1` - `9999`): whoever uses the links is rolled. @default 1 */
  readonly rotation?: number;
}

export const databaseDefaults = { rotation: 1 } as const satisfies Partial<PostgresDatabaseArgs>;
