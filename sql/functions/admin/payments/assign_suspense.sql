create or replace function admin.assign_suspense(
  p_telegram_id bigint, p_payment_id bigint, p_user_id bigint, p_reason text
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'money', p_reason);
  return jsonb_build_object('outcome', ops.assign_suspense(p_payment_id, p_user_id, p_reason));
end
$$;
comment on function admin.assign_suspense(bigint, bigint, bigint, text) is
  'Gives a payment whose payer was not certain to a customer. outcome: of ops.assign_suspense. Raises TK070 without the permission money.';
