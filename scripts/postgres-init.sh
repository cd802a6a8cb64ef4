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

PGDATABASE="$POSTGRES_DB" bash /usr/share/tickover/bootstrap.sh
