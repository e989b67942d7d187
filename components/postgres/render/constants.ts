/** Port of Postgres. */
export const PORT = 5432;
/** The superuser that `initdb` makes. */
export const SUPERUSER = "postgres";
/** Key of a password in a Secret of ours. */
export const PASSWORD_KEY = "password";
/** Where scripts are mounted. */
export const SCRIPTS_DIR = "/scripts";
/** Where a password is mounted. */
export const SECRETS_DIR = "/secrets";
/** Folder of the dumps. */
export const BACKUP_DIR = "/backups";
