#!/usr/bin/env bash
# Runs once in the postgres image, when its volume is new: who may connect, roles, passwords.
set -euo pipefail

cat >"$PGDATA/pg_hba.conf" <<'HBA'
local all all peer map=tickover
host all all all scram-sha-256
HBA
cat >"$PGDATA/pg_ident.conf" <<'IDENT'
tickover postgres postgres
tickover postgres tickover_cron
IDENT

psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="$POSTGRES_DB" \
  --file=/usr/share/tickover/bootstrap.sql
for role in migrator bot listener; do
  variable="TICKOVER_${role^^}_PASSWORD"
  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="$POSTGRES_DB" \
    --set=role="tickover_$role" --set=password="${!variable:?}" \
    <<<"alter role :\"role\" password :'password'"
done
