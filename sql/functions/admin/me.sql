-- For bots of release 0.8; since then api.home says it, which is called at each tap anyway.
create or replace function admin.me(p_telegram_id bigint) returns table (role text, permissions text[])
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select u.role, app.permissions_of(u.role)
  from app.telegram_identities as i
  join app.users as u on u.id = i.user_id
  where i.telegram_id = p_telegram_id and u.role is not null
$$;
comment on function admin.me(bigint) is
  'Returns the role of an admin and what he may do (app.permissions); no row for who is none. It decides what is shown: every other function checks by itself.';
