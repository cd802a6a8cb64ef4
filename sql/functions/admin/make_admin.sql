create or replace function admin.make_admin(
  p_telegram_id bigint, p_user_id bigint, p_role text, p_reason text
) returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'admins', p_reason);
  return app.set_role(p_user_id, p_role);
end
$$;
comment on function admin.make_admin(bigint, bigint, text, text) is
  'Gives a user a role (owner, manager, support), or takes it away (null). Outcomes of app.set_role. Raises TK070 without the permission admins.';
