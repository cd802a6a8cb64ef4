#!/usr/bin/env bash
# Roles and extensions, and the passwords of the programs' roles: in a new volume, and again at each start of the shop,
# because an upgrade may bring another role. PGDATABASE and the rest of libpq's environment say where.
set -euo pipefail

run() { psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 "$@"; }

run --file=/usr/share/tickover/bootstrap.sql
for role in migrator bot payments listener page; do
  variable="TICKOVER_${role^^}_PASSWORD"
  run --set=role="tickover_$role" --set=password="${!variable:?}" \
    <<<"alter role :\"role\" password :'password'"
done
