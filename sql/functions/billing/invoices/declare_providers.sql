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
  'Notes what the caller''s keys allow: {"<provider>": ["page", "fetch", "refund", ...], ...}, and asks what those take that can say so; a provider that this database does not know is left out. Raises 23514 for a word that is none of billing.providers.can.';
