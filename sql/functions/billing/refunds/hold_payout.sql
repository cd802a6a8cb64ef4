create or replace function billing.hold_payout(
  p_user_id bigint,
  p_payment_id bigint,
  p_amount bigint,
  p_currency text,
  p_cause text,
  p_actor text,
  p_reason text
) returns bigint
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_refund constant billing.refunds := billing.hold_refund(
    p_user_id, p_payment_id, p_amount, p_currency, p_cause, p_actor, p_reason
  );
begin
  perform billing.send_refund(v_refund);
  return v_refund.id;
end
$$;
comment on function billing.hold_payout(bigint, bigint, bigint, text, text, text, text) is
  'Holds p_amount (minor units) of a user''s balance, see billing.hold_refund, and has it sent back to a payment of that user; returns the id in billing.refunds, see ops.refunds_to_send. Raises TK002, TK034. The caller holds the user''s locks.';
