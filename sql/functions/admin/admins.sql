create or replace function admin.admins(p_telegram_id bigint)
returns table (user_id bigint, role text, telegram_id bigint, username text, first_name text, reachable boolean)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'admins');
  return query
  select u.id, u.role, i.telegram_id, i.username, i.first_name, i.unreachable_since is null
  from app.users as u
  join app.telegram_identities as i on i.user_id = u.id
  where u.role is not null
  order by array_position(array['owner', 'manager', 'support'], u.role), u.id;
end
$$;
comment on function admin.admins(bigint) is
  'Returns all admins, owners first. Raises TK070 without the permission admins.';
