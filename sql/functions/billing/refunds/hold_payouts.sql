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
      p_user_id, s.payment_id, s.amount, p_currency, format('%s:payment:%s', p_cause, s.payment_id), p_actor, p_reason
    )
    order by s.payment_id desc
  )
  from billing.payout_plan(p_user_id, p_amount, p_currency) as s
$$;
comment on function billing.hold_payouts(bigint, bigint, text, text, text, text) is
  'Does what billing.hold_payout does, for as many of the user''s payments as p_amount needs, see billing.payout_plan; returns the ids. The caller knows that they suffice and holds the user''s locks.';
