create or replace function ops.refund_returned(
  p_refund_id bigint,
  p_reason text
) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.return_payout(p_refund_id, app.actor(), p_reason)
$$;
comment on function ops.refund_returned(bigint, text) is
  'Records that a refund which had been sent came back, where its provider does not say so by itself. The money is on the balance again and the user is told; ops.payout sends it another time. Returns returned, already_failed, not_sent (see ops.refund_failed) or unknown.';
