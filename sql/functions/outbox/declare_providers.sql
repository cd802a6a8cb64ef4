-- The keys of providers are not stored in the database. Each process that has keys declares at its start what it can
-- do with them.
create or replace function outbox.declare_providers(p_can jsonb) returns void
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$ select billing.declare_providers(p_can) $$;
comment on function outbox.declare_providers(jsonb) is 'See billing.declare_providers.';
