create or replace function page.client_apps(p_locale text) returns table (
  code text,
  title text,
  platform text,
  link_template text,
  store_url text,
  recommended boolean
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select a.code, a.title, a.platform, a.link_template, a.store_url, a.recommended
  from vpn.current_apps(p_locale) as a
$$;
comment on function page.client_apps(text) is
  'Returns the apps that are offered now to those who use this language, in their order on each platform, see vpn.client_apps.';
