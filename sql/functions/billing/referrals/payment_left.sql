-- What is not spent yet may still be sent back, and was paid in last: a user spends his payments in their order.
create or replace function billing.payment_left(
  p_payment_id bigint,
  p_user_id bigint,
  out paid bigint,
  out stays bigint,
  out spent bigint
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_payment billing.refundable_payments;
  v_later bigint;
  v_unused bigint;
begin
  select r.* into v_payment
  from billing.refundable_payments as r
  where r.payment_id = p_payment_id and r.user_id = p_user_id;
  select coalesce(sum(r.amount), 0)::bigint into v_later
  from billing.refundable_payments as r
  where r.user_id = p_user_id and r.currency = v_payment.currency and r.payment_id > p_payment_id;
  -- Its payer can have the money of a gift back as long as nobody takes it.
  select coalesce(-sum(e.amount), 0)::bigint into v_unused
  from billing.gifts as g
  join ledger.entries as e on e.transfer_id = g.transfer_id
  join ledger.accounts as a on a.id = e.account_id
  where g.payer_id = p_user_id
    and g.status = 'unused'
    and g.currency = v_payment.currency
    and a.user_id = p_user_id
    and a.name = 'cash';
  paid := v_payment.paid_amount;
  stays := v_payment.amount;
  spent := stays - least(stays, greatest(billing.own_money(p_user_id, v_payment.currency) + v_unused - v_later, 0));
end
$$;
comment on function billing.payment_left(bigint, bigint) is
  'Returns what a payment of a user brought (paid), how much of it has neither gone back nor been disputed (stays), and how much of that was spent; minor units.';
