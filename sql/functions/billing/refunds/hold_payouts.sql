-- The newest payments first: providers refund young payments, and the newest money is what paid.
create or replace function billing.hold_payouts(
  p_user_id bigint,
  p_amount bigint,
  p_currency text,
  p_cause text,
  p_actor text,
  p_reason text
) returns bigint[]
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select array_agg(
    billing.hold_payout(
      p_user_id, s.payment_id, least(s.amount, p_amount - s.before), p_currency,
      format('%s:payment:%s', p_cause, s.payment_id), p_actor, p_reason
    )
    order by s.payment_id desc
  )
  from (
    select
      r.payment_id,
      r.amount,
      coalesce(sum(r.amount) over newer, 0)::bigint as before
    from billing.refundable_payments as r
    where r.user_id = p_user_id and r.currency = p_currency and r.amount > 0
    window newer as (order by r.payment_id desc rows between unbounded preceding and 1 preceding)
  ) as s
  where s.before < p_amount
$$;
comment on function billing.hold_payouts(bigint, bigint, text, text, text, text) is
  'Does what billing.hold_payout does, for as many of the user''s payments as p_amount needs; returns the ids. The caller knows that they suffice (billing.refundable_payments) and holds the user''s locks.';
