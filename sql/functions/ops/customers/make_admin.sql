create or replace function ops.make_admin(p_telegram_id bigint, p_role text default 'owner') returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select app.set_role(ops.find_user(p_telegram_id), p_role)
$$;
comment on function ops.make_admin(bigint, text) is
  'Makes the person with this Telegram id, who has to have started the bot, an admin: owner, manager or support; null takes the role away. made, removed, unchanged, last_owner, unknown or unknown_role. What each role may do: app.role_permissions.';
