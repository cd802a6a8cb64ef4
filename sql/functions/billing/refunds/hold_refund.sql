-- Sets money aside that goes back to where it came from, or has gone there. It leaves the balance now, so that it
-- cannot be spent meanwhile, and returns if the provider refuses (billing.settle_payout).
create or replace function billing.hold_refund(
  p_user_id bigint,
  p_payment_id bigint,
  p_amount bigint,
  p_currency text,
  p_cause text,
  p_actor text,
  p_reason text
) returns billing.refunds
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_refund billing.refunds;
begin
  insert into billing.refunds as r (
    cause, user_id, payment_id, amount, currency, status, transfer_id, actor, reason, created_at
  )
  values (
    p_cause, p_user_id, p_payment_id, p_amount, p_currency, 'sending',
    ledger.post(
      'payout',
      format('payout:%s', p_cause),
      array[
        (ledger.account(p_user_id, 'cash', p_currency), -p_amount)::ledger.leg,
        (ledger.account(p_user_id, 'refund_hold', p_currency), p_amount)::ledger.leg
      ],
      p_reason
    ),
    p_actor, p_reason, app.now()
  )
  returning r.* into v_refund;
  perform billing.after_refund(v_refund);
  return v_refund;
end
$$;
comment on function billing.hold_refund(bigint, bigint, bigint, text, text, text, text) is
  'Moves p_amount (minor units) of a user''s balance into the hold, as a refund of a payment of that user; returns the row of billing.refunds. Raises TK002 when the balance is short, TK034 above what the payment brought and was not returned. The caller holds the user''s locks.';
