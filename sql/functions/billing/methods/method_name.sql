-- A notice shows a method's title, or else the name of its provider.
create or replace function billing.method_name(p_provider text, p_title text) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(p_title, case p_provider when 'stars' then 'Telegram Stars' else initcap(p_provider) end)
$$;
comment on function billing.method_name(text, text) is
  'Takes the provider and the title of a payment method; returns the name that people know it by.';
