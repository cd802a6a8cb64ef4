-- The one place that is called for every refund, after its money has moved. What a refund takes back besides money
-- belongs here: what a promo code gave, the reward of whoever invited the user.
create or replace function billing.after_refund(p_refund billing.refunds) returns void
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select billing.recheck_rewards(p_refund.payment_id) where p_refund.payment_id is not null;

  select app.record(
    p_refund.actor,
    case when p_refund.payment_id is null then 'period.refunded' else 'payment.refunded' end,
    'refund',
    p_refund.id,
    null,
    to_jsonb(p_refund) - array['id', 'actor', 'reason'],
    p_refund.reason
  );
  select billing.follow_refund(p_refund)
$$;
comment on function billing.after_refund(billing.refunds) is
  'Called once for each row of billing.refunds, in the transaction that writes it: writes the audit, has what the payment earned looked at again, and does what it means for promo codes (billing.follow_refund). The caller holds the user''s locks.';
