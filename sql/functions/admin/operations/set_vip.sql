create or replace function admin.set_vip(
  p_telegram_id bigint, p_user_id bigint, p_enabled boolean, p_reason text
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'promo', p_reason);
  return case when p_enabled then ops.set_vip(p_user_id, p_reason) else ops.remove_vip(p_user_id, p_reason) end;
end
$$;
comment on function admin.set_vip(bigint, bigint, boolean, text) is
  'Makes a customer a VIP, or ends that. See ops.set_vip, ops.remove_vip. Raises TK070 without the permission promo.';
