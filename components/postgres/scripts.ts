import { readFileSync } from "node:fs";

const read = (file: string): string => readFileSync(new URL(`scripts/${file}`, import.meta.url), "utf8");

/** What the server's pod runs besides the server. They travel with the manifests, so any image with Postgres's own tools will do. */
export const serverScripts = () => ({ "answers.sh": read("answers.sh") });

/** What backups and restores run. */
export const backupScripts = () => ({ "dump.sh": read("dump.sh"), "restore.sh": read("restore.sh") });

/** What makes a database with its roles. */
export const databaseScripts = () => ({
  "ensure-database.sh": read("ensure-database.sh"),
  "ensure-database.sql": read("ensure-database.sql"),
});
