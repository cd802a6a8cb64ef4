create or replace function admin.set_referrer(
  p_telegram_id bigint, p_user_id bigint, p_referrer_id bigint, p_reason text
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'promo', p_reason);
  return jsonb_build_object('outcome', ops.set_referrer(p_user_id, p_referrer_id, p_reason));
end
$$;
comment on function admin.set_referrer(bigint, bigint, bigint, text) is
  'Sets who brought a customer; null: nobody. outcome: of ops.set_referrer. Raises TK070 without the permission promo.';
