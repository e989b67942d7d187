/** One database, all known. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
}

/** The file in which libpq finds a database by a short name. https://www.postgresql.org/docs/15/libpq-pgservice.html */
export function renderServicesFile(services: Readonly<Record<string, DatabaseAddress>>): string {
  return Object.entries(services)
    .map(([name, { host, port, database, username, password }]) => [
      `[${name}]`,
      `host=${host}`,
      `port=${port}`,
      `dbname=${database}`,
      `user=${username}`,
      `password=${password}`,
    ])
    .map((lines) => `${lines.join("\n")}\nconnect_timeout=10\n`)
    .join("\n");
}
