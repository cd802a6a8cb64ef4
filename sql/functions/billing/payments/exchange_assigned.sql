-- Nothing is sold in Stars, so a user who was found could not use them. They become what such a payment is worth to him
-- at present, as if he had been known when it came.
create or replace function billing.exchange_assigned(
  p_user_id bigint, p_payment billing.payments, out amount bigint, out currency text
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  select c.amount, c.currency into amount, currency
  from billing.credited_for(p_user_id, null, p_payment.amount, p_payment.currency::text) as c;
  if currency = p_payment.currency::text then
    return;
  end if;
  perform ledger.post(
    'exchange',
    format('exchange:%s', p_payment.id),
    array[
      (ledger.account(p_user_id, 'cash', p_payment.currency::text), -p_payment.amount)::ledger.leg,
      (ledger.account(null, 'exchange', p_payment.currency::text), p_payment.amount)::ledger.leg,
      (ledger.account(null, 'exchange', currency), -amount)::ledger.leg,
      (ledger.account(p_user_id, 'cash', currency), amount)::ledger.leg
    ]
  );
end
$$;
comment on function billing.exchange_assigned(bigint, billing.payments) is
  'Takes a payment that was assigned to a user (its amount: what its bank has left of it), and exchanges that into the currency in which he pays (billing.credited_for), if there is a rate. Returns what he has of it: minor units of currency. The caller holds his locks.';
