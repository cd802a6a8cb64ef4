create or replace function admin.return_suspense(
  p_telegram_id bigint, p_payment_id bigint, p_reason text
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'money', p_reason);
  return jsonb_build_object('outcome', ops.return_suspense(p_payment_id, p_reason));
end
$$;
comment on function admin.return_suspense(bigint, bigint, text) is
  'Books that a payment whose payer is not certain was sent back. outcome: of ops.return_suspense. Raises TK070 without the permission money.';
