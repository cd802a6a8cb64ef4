create or replace function app.languages() returns text[]
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select array_agg(l.code order by l.position)
  from jsonb_array_elements_text(app.setting('languages')) with ordinality as l (code, position)
$$;
comment on function app.languages() is
  'Returns the codes of the languages that the shop offers, in the order of the picker: the setting languages.';
