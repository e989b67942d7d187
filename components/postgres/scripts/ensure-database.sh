#!/bin/sh
# Makes a database with its owner and a reader, or brings them to what is wanted; to run it again changes nothing else.
#   PGHOST PGPORT PGUSER PGPASSWORD   the server and a superuser of it; PGPASSWORD_FILE instead of PGPASSWORD
#   DATABASE                          name of the database
#   OWNER, OWNER_PASSWORD             role that owns it; OWNER_PASSWORD_FILE instead of OWNER_PASSWORD
#   READER, READER_PASSWORD           role that may read all its tables (READER_PASSWORD_FILE); may be left out
#   WAIT_SECONDS                      how long to wait for the server; 120 unless told
set -eu
fail() {
  echo "ensure-database: $1" >&2
  exit 1
}

# The value of the variable $1, or of the file that $1_FILE names.
value() {
  eval "file=\${$1_FILE:-} given=\${$1:-}"
  if [ -n "$file" ]; then
    [ -r "$file" ] || fail "$1_FILE ($file) cannot be read"
    cat "$file"
  else
    printf %s "$given"
  fi
}

export DATABASE="${DATABASE:-}" OWNER="${OWNER:-}" READER="${READER:-}"
PGPASSWORD=$(value PGPASSWORD)
OWNER_PASSWORD=$(value OWNER_PASSWORD)
READER_PASSWORD=$(value READER_PASSWORD)
export PGPASSWORD OWNER_PASSWORD READER_PASSWORD
export PGDATABASE=postgres PGCONNECT_TIMEOUT=10 PGAPPNAME=ensure-database
for name in PGHOST DATABASE OWNER OWNER_PASSWORD; do
  eval "[ -n \"\${$name:-}\" ]" || fail "$name is not set"
done
[ -z "$READER" ] || [ -n "$READER_PASSWORD" ] || fail "READER_PASSWORD is not set"

deadline=$(($(date +%s) + ${WAIT_SECONDS:-120}))
until pg_isready --quiet --timeout=3; do
  [ "$(date +%s)" -lt "$deadline" ] || fail "no server answers at $PGHOST:${PGPORT:-5432} within ${WAIT_SECONDS:-120} s"
  sleep 1
done
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --file="$(dirname "$0")/ensure-database.sql" >/dev/null
echo "ensure-database: $DATABASE is owned by $OWNER${READER:+ and read by $READER}"
