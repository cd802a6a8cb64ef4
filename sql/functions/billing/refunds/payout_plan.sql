-- The newest payments first: providers refund young payments, and the newest money is what paid. A payment that goes
-- back only as a whole is left out if less than that is to go back.
create or replace function billing.payout_plan(p_user_id bigint, p_amount bigint, p_currency text)
returns table (payment_id bigint, amount bigint)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_payment billing.refundable_payments;
  v_left bigint := p_amount;
begin
  for v_payment in
    select r.*
    from billing.refundable_payments as r
    where r.user_id = p_user_id and r.currency = p_currency and r.amount > 0
    order by r.payment_id desc
  loop
    exit when v_left <= 0;
    continue when not v_payment.parts and v_payment.paid_amount > v_left;
    payment_id := v_payment.payment_id;
    amount := least(v_payment.amount, v_left);
    v_left := v_left - amount;
    return next;
  end loop;
end
$$;
comment on function billing.payout_plan(bigint, bigint, text) is
  'To which of a user''s payments p_amount (minor units) of his money can be sent back, and how much to each; less in all where his payments have less left, or only wholes that are more.';
