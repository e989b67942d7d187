#!/bin/sh
# Brings databases back from a dump. One that exists is set aside first, dropped when its successor is whole, and put back when
# that fails. Roles that are missing come back with the passwords they had; those that exist keep theirs.
#   PGHOST PGPORT PGUSER PGPASSWORD   the server and a superuser of it
#   BACKUP_DIR                        where the dumps are
#   DUMP                              which one: its folder's name, or latest
#   DATABASES                         which databases of it, parted by blanks, or all
set -eu
umask 077
export PGDATABASE=postgres PGCONNECT_TIMEOUT=10 PGAPPNAME=restore PGOPTIONS="-c client_min_messages=warning"
fail() {
  echo "restore: $1" >&2
  exit 1
}
sql() {
  psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"
}

# No dump is made meanwhile, and none that is being made is missed.
exec 9>"$BACKUP_DIR/.lock"
flock 9
if [ "$DUMP" = latest ]; then
  DUMP=$(cd "$BACKUP_DIR" && ls -d [0-9]*T[0-9]*Z 2>/dev/null | sort | tail -n 1)
  [ -n "$DUMP" ] || fail "there is no dump in $BACKUP_DIR; make one first"
fi
cd "$BACKUP_DIR/$DUMP" 2>/dev/null || fail "there is no dump $DUMP; there are: $(cd "$BACKUP_DIR" && ls | tr '\n' ' ')"
sha256sum --check --quiet SHA256SUMS || fail "dump $DUMP is damaged; nothing was changed, choose another one"
[ "$DATABASES" != all ] || DATABASES=$(cat databases)
for database in $DATABASES; do
  [ -f "$database.dump" ] || fail "dump $DUMP has no database $database; it has: $(tr '\n' ' ' <databases)"
done

sed -n 's/^CREATE ROLE \(.*\);$/\1/p' roles.sql | while read -r role; do
  known=$(echo "SELECT count(*) FROM pg_roles WHERE quote_ident(rolname) = :'role'" | sql --set=role="$role")
  [ "$known" = 0 ] || continue
  grep -F -e "CREATE ROLE $role;" -e "ALTER ROLE $role WITH" roles.sql | sql
  echo "restore: role $role is back"
done

# Nobody may connect while the database changes its name.
rename() {
  sql --set=from="$1" --set=to="$2" --set=open="$3" <<'SQL'
ALTER DATABASE :"from" ALLOW_CONNECTIONS false;
SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE datname = :'from' \g /dev/null
ALTER DATABASE :"from" RENAME TO :"to";
ALTER DATABASE :"to" ALLOW_CONNECTIONS :open;
SQL
}
exists() {
  [ "$(echo "SELECT count(*) FROM pg_database WHERE datname = :'database'" | sql --set=database="$1")" = 1 ]
}
drop() {
  echo 'DROP DATABASE IF EXISTS :"database" WITH (FORCE)' | sql --set=database="$1"
}

for database in $DATABASES; do
  aside="$database.before-restore"
  if exists "$aside"; then
    # A restore was cut off: what it set aside is the truth.
    drop "$database"
  elif exists "$database"; then
    rename "$database" "$aside" false
  fi
  if pg_restore --exit-on-error --create --dbname=postgres "$database.dump"; then
    drop "$aside"
    echo "restore: $database is as it was at $DUMP"
  else
    drop "$database"
    if exists "$aside"; then rename "$aside" "$database" true; fi
    fail "$database cannot be restored from $DUMP; it is as it was before"
  fi
done
