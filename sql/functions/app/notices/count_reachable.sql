create or replace function app.count_reachable() returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$ select count(*) from app.telegram_identities as t where t.unreachable_since is null $$;
comment on function app.count_reachable() is 'Returns the number of people who can receive messages.';
