create or replace function page.languages() returns table (locale text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select o.code from unnest(app.languages()) with ordinality as o (code, position) order by o.position
$$;
comment on function page.languages() is
  'Returns the codes of the languages that the shop offers, in their order.';
