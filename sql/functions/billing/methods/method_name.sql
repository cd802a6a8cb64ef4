-- As a notice says it: its title, or what its provider is called.
create or replace function billing.method_name(p_provider text, p_title text) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(p_title, case p_provider when 'stars' then 'Telegram Stars' else initcap(p_provider) end)
$$;
comment on function billing.method_name(text, text) is
  'Takes the provider and the title of a payment method; returns how people call it.';
