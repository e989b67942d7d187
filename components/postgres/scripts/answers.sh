#!/bin/sh
# Whether the server answers a query, from inside its own pod.
set -eu
PGPASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
export PGPASSWORD PGHOST=127.0.0.1 PGUSER=postgres PGDATABASE=postgres PGCONNECT_TIMEOUT=3 PGAPPNAME=probe
pg_isready --quiet --timeout=3
[ "$(psql --no-psqlrc --tuples-only --no-align --command='SELECT 1')" = 1 ]
