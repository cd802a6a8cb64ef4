create or replace function admin.make_admin(
  p_telegram_id bigint, p_user_id bigint, p_role text, p_reason text
) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_admin_id bigint;
begin
  v_admin_id := app.act_as_admin(p_telegram_id, 'admins', p_reason);
  -- Who may make admins does not thereby make himself an owner.
  if (p_role = 'owner' or exists (select from app.users as u where u.id = p_user_id and u.role = 'owner'))
    and not exists (select from app.users as u where u.id = v_admin_id and u.role = 'owner')
  then
    return 'not_an_owner';
  end if;
  return app.set_role(p_user_id, p_role);
end
$$;
comment on function admin.make_admin(bigint, bigint, text, text) is
  'Gives a user a role (owner, manager, support), or takes it away (null). Outcomes of app.set_role, and not_an_owner: only owners make and remove owners. Raises TK070 without the permission admins.';
