create or replace function admin.payout(
  p_telegram_id bigint, p_payment_id bigint, p_amount bigint, p_reason text, p_tell boolean, p_request uuid
) returns jsonb
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform app.act_as_admin(p_telegram_id, 'refunds', p_reason);
  return ops.payout(p_payment_id, p_reason, p_amount, p_tell, p_request);
end
$$;
comment on function admin.payout(bigint, bigint, bigint, text, boolean, uuid) is
  'Sends unspent balance back to the payment that it came from (minor units; null: all that can be), see ops.payout. Raises TK070 without the permission refunds.';
