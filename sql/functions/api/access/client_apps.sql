create or replace function api.client_apps(p_telegram_id bigint) returns table (
  code text,
  title text,
  platform text,
  can_open boolean,
  store_url text,
  recommended boolean
)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select a.code, a.title, a.platform, a.link_template is not null, a.store_url, a.recommended
  from app.users as u
  cross join lateral vpn.current_apps(u.locale) as a
  where u.id = app.user_of(p_telegram_id)
$$;
comment on function api.client_apps(bigint) is
  'Returns the apps that are offered to this user now, in their order on each platform, see vpn.client_apps. can_open: whether a link opens the app. Raises TK010 for an unknown user.';
