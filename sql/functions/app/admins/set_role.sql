-- The last owner stays: nobody could make another one in the bot.
create or replace function app.set_role(p_user_id bigint, p_role text) returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_was text;
begin
  if p_role is not null and p_role not in ('owner', 'manager', 'support') then
    return 'unknown_role';
  end if;
  perform app.lock_roles();
  select u.role into v_was
  from app.users as u
  join app.telegram_identities as i on i.user_id = u.id
  where u.id = p_user_id
  for update of u;
  if not found then
    return 'unknown';
  elsif v_was is not distinct from p_role then
    return 'unchanged';
  elsif app.is_last_owner(p_user_id) then
    return 'last_owner';
  end if;
  update app.users as u set role = p_role where u.id = p_user_id;
  return case when p_role is null then 'removed' else 'made' end;
end
$$;
comment on function app.set_role(bigint, text) is
  'Gives a user a role, or null. made, removed, unchanged, last_owner (someone has to stay), unknown (no such user, or erased) or unknown_role.';
