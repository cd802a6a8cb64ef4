create or replace function billing.declare_providers(p_can jsonb) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  update billing.providers as p
  set can = array(select jsonb_array_elements_text(p_can -> p.name)), declared_at = app.now()
  where p_can ? p.name;
  select billing.ask_limits();
$$;
comment on function billing.declare_providers(jsonb) is
  'Records what the caller''s keys allow: {"<provider>": ["page", "fetch", "refund", ...], ...}, and asks the providers that can tell their limits for them. Ignores a provider that this database does not know. Raises 23514 for a word that is not allowed in billing.providers.can.';
