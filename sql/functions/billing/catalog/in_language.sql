create or replace function billing.in_language(p_texts jsonb, p_locale text) returns text
language sql
immutable
as $$
  select coalesce(p_texts operator(pg_catalog.->>) p_locale, p_texts operator(pg_catalog.->>) 'en')
$$;
comment on function billing.in_language(jsonb, text) is
  'Returns one text of {"en": ..., "ru": ...}: the one in p_locale, else the English one.';
