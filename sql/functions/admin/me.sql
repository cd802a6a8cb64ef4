create or replace function admin.me(p_telegram_id bigint) returns table (role text, permissions text[])
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select u.role, array(
    select p.name from app.permissions as p where app.may(u.role, p.name) order by p.name
  )
  from app.telegram_identities as i
  join app.users as u on u.id = i.user_id
  where i.telegram_id = p_telegram_id and u.role is not null
$$;
comment on function admin.me(bigint) is
  'Returns the role of an admin and what he may do (app.permissions); no row for who is none. It decides what is shown: every other function checks by itself.';
