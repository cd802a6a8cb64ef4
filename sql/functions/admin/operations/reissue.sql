create or replace function admin.reissue(p_telegram_id bigint, p_subscription_id bigint, p_reason text) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'keys', p_reason);
  return jsonb_build_object('outcome', ops.reissue(p_subscription_id, p_reason));
end
$$;
comment on function admin.reissue(bigint, bigint, text) is
  'Replaces the address and the keys of a subscription. outcome: of ops.reissue. Raises TK070 without the permission keys.';
