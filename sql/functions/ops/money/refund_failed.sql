create or replace function ops.refund_failed(
  p_refund_id bigint,
  p_reason text
) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.settle_payout(p_refund_id, false, app.actor(), p_reason)
$$;
comment on function ops.refund_failed(bigint, text) is
  'Records that a refund of ops.refunds_to_send cannot be sent. The money returns to the balance and the user is told. Returns failed, already_failed, already_sent or unknown.';
