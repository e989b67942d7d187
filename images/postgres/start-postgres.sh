#!/bin/sh
# Makes the database below PGDATA the first time, then becomes the server. Further arguments go to the server.
#   PGDATA                  folder below a mounted volume, not the volume itself
#   POSTGRES_PASSWORD_FILE  file with the password of the role postgres; POSTGRES_PASSWORD gives it itself. The first start needs
#                           it; a later one gives the role this password, as its volume may have outlived the stack that drew it
#   POSTGRES_DB             a database to make at the first start; may be left out
# A database is made aside and renamed when it is whole, so a start that is killed leaves nothing that looks like one.
set -eu
umask 077
fail() {
  echo "start-postgres: $1" >&2
  exit 1
}

read_password() {
  [ -n "${POSTGRES_PASSWORD_FILE:-}" ] || return 0
  [ -r "$POSTGRES_PASSWORD_FILE" ] || fail "POSTGRES_PASSWORD_FILE ($POSTGRES_PASSWORD_FILE) cannot be read"
  POSTGRES_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
}

first_start() {
  [ -n "${POSTGRES_PASSWORD:-}" ] || fail "the first start needs POSTGRES_PASSWORD_FILE or POSTGRES_PASSWORD, and it must not be empty"
  aside="$PGDATA.unfinished"
  rm -rf "$aside"
  mkdir -p "$aside" || fail "$(dirname "$PGDATA") is not writable for user $(id -u); give the volume fsGroup 10001"
  printf '%s\n' "$POSTGRES_PASSWORD" >"$aside.password"
  initdb --pgdata="$aside" --username=postgres --pwfile="$aside.password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --data-checksums
  rm -f "$aside.password"
  # Nobody connects without a password, from wherever.
  printf 'host all all all scram-sha-256\n' >"$aside/pg_hba.conf"
  if [ -n "${POSTGRES_DB:-}" ] && [ "$POSTGRES_DB" != postgres ]; then
    quoted=$(printf %s "$POSTGRES_DB" | sed 's/"/""/g')
    printf 'CREATE DATABASE "%s"\n' "$quoted" | postgres --single -j -D "$aside" postgres >/dev/null
  fi
  sync "$aside" "$(dirname "$PGDATA")"
  mv -T "$aside" "$PGDATA"
}

# A failing statement is not written to the log: it holds the password.
later_start() {
  [ -n "${POSTGRES_PASSWORD:-}" ] || return 0
  quoted=$(printf %s "$POSTGRES_PASSWORD" | sed "s/'/''/g")
  printf "ALTER ROLE postgres PASSWORD '%s'\n" "$quoted" |
    postgres --single -j -D "$PGDATA" -c log_min_error_statement=panic postgres >/dev/null
}

[ -n "${PGDATA:-}" ] || fail "PGDATA is not set"
rm -f "$PGDATA.unfinished.password"
if [ -e "$PGDATA" ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
  rmdir "$PGDATA" 2>/dev/null || fail "$PGDATA holds files but no database; look at them, then move them away"
fi
read_password
if [ -e "$PGDATA" ]; then later_start; else first_start; fi
unset POSTGRES_PASSWORD

exec postgres -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories='' -c jit=off "$@"
