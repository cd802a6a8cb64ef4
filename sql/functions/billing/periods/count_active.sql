create or replace function billing.count_active() returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$ select count(*) from billing.subscriptions as s where s.status = 'active' $$;
comment on function billing.count_active() is 'Returns how many subscriptions are active.';
