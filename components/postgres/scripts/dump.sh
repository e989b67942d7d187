#!/bin/sh
# Dumps the roles and every database into a folder named by the time, whole or not at all; then removes old dumps. One at a time,
# and none while a restore goes on or was cut off: half a database would push good dumps out.
#   PGHOST PGPORT PGUSER PGPASSWORD   the server and a superuser of it
#   BACKUP_DIR                        where the folders are
#   KEEP_DAYS                         age in days from which a dump is removed; the one just made stays
set -eu
umask 077
export PGDATABASE=postgres PGCONNECT_TIMEOUT=10 PGAPPNAME=dump
sql() {
  psql --no-psqlrc --tuples-only --no-align --set=ON_ERROR_STOP=1 --command="$1"
}

exec 9>"$BACKUP_DIR/.lock"
flock 9
half=$(sql "SELECT datname FROM pg_database WHERE datname LIKE '%.before-restore'")
if [ -n "$half" ]; then
  echo "dump: a restore was cut off ($half is set aside); begin it again, then dump" >&2
  exit 1
fi
stamp=$(date -u +%Y%m%dT%H%M%SZ)
while [ -e "$BACKUP_DIR/$stamp" ]; do
  sleep 1
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
done
aside="$BACKUP_DIR/.unfinished-$stamp"
rm -rf "$BACKUP_DIR"/.unfinished-*
mkdir "$aside"

pg_dumpall --globals-only --file="$aside/roles.sql"
sql "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate AND datname <> 'postgres' ORDER BY 1" \
  >"$aside/databases"
while read -r database; do
  pg_dump --format=custom --file="$aside/$database.dump" --dbname="$database"
  echo "dump: $database, $(wc -c <"$aside/$database.dump") bytes"
done <"$aside/databases"

(cd "$aside" && sha256sum -- * >SHA256SUMS)
sync "$aside"/* "$aside"
mv "$aside" "$BACKUP_DIR/$stamp"
sync "$BACKUP_DIR"
echo "dump: $stamp is whole"
find "$BACKUP_DIR" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*T[0-9]*Z' ! -name "$stamp" \
  -mmin "+$((KEEP_DAYS * 24 * 60))" -print -exec rm -rf {} + | sed 's/^/dump: removed /'
