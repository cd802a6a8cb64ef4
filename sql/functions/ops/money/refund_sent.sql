create or replace function ops.refund_sent(
  p_refund_id bigint,
  p_reason text
) returns text
language sql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
  select billing.settle_payout(p_refund_id, true, app.actor(), p_reason)
$$;
comment on function ops.refund_sent(bigint, text) is
  'Records that a refund of ops.refunds_to_send was sent through its provider. p_reason: the provider''s id of it, or who saw it. Returns sent, already_sent, already_failed or unknown.';
