create or replace function admin.unbind_device(
  p_telegram_id bigint, p_subscription_id bigint, p_device bigint, p_reason text
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'keys', p_reason);
  return jsonb_build_object('outcome', ops.unbind_device(p_subscription_id, p_device, p_reason));
end
$$;
comment on function admin.unbind_device(bigint, bigint, bigint, text) is
  'Unbinds a device of a subscription; null: all. outcome: of ops.unbind_device. Raises TK070 without the permission keys.';
