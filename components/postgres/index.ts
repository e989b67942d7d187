export type { BackupArgs, PostgresArgs } from "./args.ts";
export type { PostgresDatabaseArgs } from "./database/args.ts";
export { PostgresDatabase } from "./database/database.ts";
export type { PostgresOwnerLink, PostgresReaderLink, PostgresServerLink, SecretRef } from "./link.ts";
export { Postgres } from "./postgres.ts";
