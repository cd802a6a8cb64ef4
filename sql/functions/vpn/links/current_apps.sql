-- One row for each app of a platform: a row for the language goes before one for everybody, and may hide the app.
create or replace function vpn.current_apps(p_locale text) returns setof vpn.client_apps
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select c.*
  from vpn.client_apps as c
  where c.offered and c.id in (
    select distinct on (a.platform, a.code) a.id
    from vpn.client_apps as a
    where (a.locale is null or a.locale = p_locale)
      and tstzrange(a.valid_from, a.valid_until) @> app.now()
    order by a.platform, a.code, a.locale nulls last
  )
  order by c.platform, c.position, c.id
$$;
comment on function vpn.current_apps(text) is
  'Returns the apps that are offered now to those who use this language, by platform and position.';
